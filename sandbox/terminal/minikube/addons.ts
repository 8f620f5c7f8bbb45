import { type Command, requireRunning, tell } from './context'
import { profile } from './facts'
import { exiting } from './say'
import { drawTable } from './table'

/** Those that every cluster of minikube begins with, and the best known others; who maintains each. */
const known: Readonly<Record<string, string>> = {
  dashboard: 'Kubernetes',
  'default-storageclass': 'Kubernetes',
  ingress: 'Kubernetes',
  'ingress-dns': 'minikube',
  istio: '3rd party (Istio)',
  metallb: '3rd party (MetalLB)',
  'metrics-server': 'Kubernetes',
  registry: 'minikube',
  'storage-provisioner': 'minikube',
  volumesnapshots: 'Kubernetes',
}
const enabled: ReadonlySet<string> = new Set(['default-storageclass', 'storage-provisioner'])

export const addons: Command = {
  name: 'addons',
  summary: 'Enable or disable a minikube addon',
  values: ['output'],
  switches: ['docs'],
  async run(context) {
    const { process, args } = context
    const [verb, name] = args
    if (verb !== 'list' && verb !== 'enable' && verb !== 'disable')
      throw exiting('MK_USAGE', 'usage: minikube addons list | enable ADDON | disable ADDON', 64)
    await requireRunning(context)
    if (verb === 'list') {
      const rows = Object.entries(known).map(([addon, maintainer]) => [
        addon,
        profile,
        enabled.has(addon) ? 'enabled ✅' : 'disabled',
        maintainer,
      ])
      await process.stdout.write(drawTable(['ADDON NAME', 'PROFILE', 'STATUS', 'MAINTAINER'], rows))
      return undefined
    }
    if (name === undefined) throw exiting('MK_USAGE', `usage: minikube addons ${verb} ADDON_NAME`, 64)
    if (!Object.hasOwn(known, name))
      throw exiting('MK_ADDON_ENABLE', `enable failed: addon "${name}" does not exist`, 11)
    if (enabled.has(name) !== (verb === 'enable'))
      throw exiting('MK_ADDON_ENABLE', `${verb} failed: this sandbox cannot ${verb} "${name}"`, 11)
    await tell(context, 'addons', `The '${name}' addon is ${verb}d`)
    return undefined
  },
}
