import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '../client'
import { createMemoryFiles, type FileSystem, openStoredFiles } from '../process'
import { type Sandbox, type SandboxProvider, SandboxTrouble } from '../provider'
import { ownLabels, ownSelector } from './labels'
import { accessOf } from './learner/access'
import { removeNamespace } from './namespaces/namespaces'
import { learnerRoles } from './namespaces/rights'
import { openSandbox } from './open-sandbox'
import { createPlaces, type Platform, put, remove } from './platform/objects'
import { patientClient } from './platform/patient-client'
import { removeRecord, shortId } from './record'
import { createSharedWatch, type SharedWatch } from './scope/shared-watch'
import { capabilitiesOf, type KubernetesOptions, settingsOf } from './settings'
import { toLiteral, toShared } from './tenancy'

type Opened = { sandbox: Sandbox; files: FileSystem & { close?(): Promise<void> } }

/**
 * Sandboxes on a cluster that somebody else runs: namespaces of each learner's own, or the whole cluster for one.
 * Rejects when the cluster does not answer or refuses what the platform needs first.
 */
export async function createKubernetesProvider(options: KubernetesOptions): Promise<SandboxProvider> {
  const settings = settingsOf(options)
  const { tenancy, directory, controlNamespace } = settings
  const raw = createClient(options.config)
  const client = patientClient(raw)
  const platform: Platform = { client, placeOf: createPlaces(client) }
  const access = await accessOf(options.config)
  const watches = new Map<string, SharedWatch>()
  const watchOf = (path: string) => {
    const watch = watches.get(path) ?? createSharedWatch(raw, path)
    watches.set(path, watch)
    return watch
  }
  const open = new Map<string, Promise<Opened>>()

  await prepareCluster(platform, controlNamespace, tenancy === 'shared')

  const start = async (id: string): Promise<Opened> => {
    const files: Opened['files'] = directory
      ? await openStoredFiles({ directory: join(directory, id, 'files') })
      : createMemoryFiles()
    const sandbox = await openSandbox({ id, platform, access, files, settings, watchOf })
    const { close: end } = sandbox
    const close = async () => {
      open.delete(id)
      await end()
      await files.close?.()
    }
    return { files, sandbox: Object.assign(sandbox, { close }) }
  }
  const close = async (id: string) => (await open.get(id)?.catch(() => undefined))?.sandbox.close()

  return {
    name: 'kubernetes',
    capabilities: capabilitiesOf(tenancy),
    translation(id, exercise) {
      if (tenancy === 'own') return undefined
      const sandbox = shortId(id)
      return { toSandbox: toShared(exercise, sandbox), toLesson: toLiteral(exercise, sandbox) }
    },
    async open(id) {
      let opened = open.get(id)
      if (!opened) {
        if (tenancy === 'own' && open.size > 0)
          throw new SandboxTrouble('This cluster is for one at a time, and somebody is at it.')
        opened = start(id)
        open.set(id, opened)
        opened.catch(() => open.delete(id))
      }
      return (await opened).sandbox
    },
    async delete(id) {
      await close(id)
      await removeSandbox(platform, controlNamespace, tenancy === 'shared' ? shortId(id) : undefined)
      if (directory) await rm(join(directory, id), { recursive: true, force: true })
    },
    async close() {
      await Promise.all([...open.keys()].map(close))
      for (const watch of watches.values()) watch.dispose()
      raw.dispose()
    },
  }
}

/** What all sandboxes need: the control namespace, and in `shared` the roles that learners are bound to. */
async function prepareCluster(
  platform: Platform,
  controlNamespace: string,
  isShared: boolean,
): Promise<void> {
  await put(platform, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: controlNamespace, labels: ownLabels('control') },
  })
  if (isShared) for (const role of learnerRoles) await put(platform, role)
}

/** Takes away everything of one sandbox; in a cluster of the learner's own, of the only one. */
export async function removeSandbox(
  platform: Platform,
  controlNamespace: string,
  sandbox: string | undefined,
): Promise<void> {
  const { client } = platform
  const query = { labelSelector: `${ownSelector(sandbox)},netpol-lab.dev/role=learner` }
  const names = async (path: string) =>
    (
      await client.request<{ items: { metadata: { name: string } }[] }>('GET', path, { query })
    ).body.items.map(({ metadata }) => metadata.name)
  await Promise.all((await names('/api/v1/namespaces')).map(name => removeNamespace(platform, name)))
  if (sandbox === undefined) return
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const accounts = `/api/v1/namespaces/${controlNamespace}/serviceaccounts`
  await Promise.all(
    [`${rbac}/clusterrolebindings`, `${rbac}/clusterroles`, accounts].map(async path => {
      for (const name of await names(path)) await remove(client, `${path}/${name}`)
    }),
  )
  await removeRecord(platform, controlNamespace, sandbox)
}
