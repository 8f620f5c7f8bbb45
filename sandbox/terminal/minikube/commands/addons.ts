import { metricsServerManifest } from '../../../embedded/metrics/manifest'
import { createCollector, inputOf } from '../../../process'
import { type Command, type Context, kubectl, requireRunning, tell } from '../context'
import { profile } from '../facts'
import { exiting } from '../say'
import { drawTable } from '../table'

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
const always: readonly string[] = ['default-storageclass', 'storage-provisioner']
const metrics = 'metrics-server'

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
    const enabled = new Set(always)
    if (await hasMetrics(context)) enabled.add(metrics)
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
    if (name === metrics) await changeMetrics(context, verb)
    else if (enabled.has(name) !== (verb === 'enable'))
      throw exiting('MK_ADDON_ENABLE', `${verb} failed: this sandbox cannot ${verb} "${name}"`, 11)
    await tell(context, 'addons', `The '${name}' addon is ${verb}d`)
    return undefined
  },
}

/** The APIService is there while the addon is. */
const hasMetrics = async (context: Context): Promise<boolean> =>
  (await quietly(context, ['get', 'apiservice', 'v1beta1.metrics.k8s.io'])) === 0

async function changeMetrics(context: Context, verb: 'enable' | 'disable'): Promise<void> {
  const { process } = context
  if (verb === 'enable') {
    await tell(
      context,
      'tip',
      'metrics-server is an addon maintained by Kubernetes. For any concerns contact minikube on GitHub.\nYou can view the list of minikube maintainers at: https://github.com/kubernetes/minikube/blob/master/OWNERS',
    )
    await tell(context, 'option', 'Using image registry.k8s.io/metrics-server/metrics-server:v0.8.0')
  }
  const stdin = inputOf(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: metricsServerManifest }))
  const args = verb === 'enable' ? ['apply', '-f', '-'] : ['delete', '--ignore-not-found', '-f', '-']
  const status = await quietly(context, args, { stdin })
  if (status !== 0 && !process.signal.aborted)
    throw exiting(`MK_ADDON_${verb.toUpperCase()}`, `${verb} failed: kubectl ${verb} metrics-server`, 11)
}

function quietly(context: Context, args: readonly string[], streams: object = {}): Promise<number> {
  const said = createCollector(100_000)
  return kubectl(context, args, { ...streams, stdout: said, stderr: said })
}
