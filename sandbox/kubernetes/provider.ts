import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient, type KubernetesClient } from '../client'
import { createMemoryFiles, type FileSystem, openStoredFiles } from '../process'
import { type Sandbox, type SandboxProvider, SandboxTrouble } from '../provider'
import { applyAdmission } from './admission'
import { ownLabels } from './labels'
import { accessOf } from './learner/access'
import { learnerRoles } from './namespaces/rights'
import { openSandbox, ownRecord } from './open-sandbox'
import { coresOf } from './platform/cores'
import { createPlaces, type Platform, put } from './platform/objects'
import { patientClient } from './platform/patient-client'
import { takePulse } from './platform/pulse'
import { keepReaping } from './reaper'
import { findRecord, shortId } from './record'
import { removeSandbox } from './remove-sandbox'
import { makeRoom } from './room'
import { createSharedWatch, type SharedWatch } from './scope/shared-watch'
import { capabilitiesOf, type KubernetesOptions, type Settings, settingsOf } from './settings'
import { toLiteral, toShared } from './tenancy'
import { applyWall, type Wall } from './wall'

type Opened = { sandbox: Sandbox; files: FileSystem & { close?(): Promise<void> } }

/**
 * Sandboxes on a cluster that somebody else runs: namespaces of each learner's own, or the whole cluster for one.
 * Rejects when the cluster does not answer or refuses what the platform needs first.
 */
export async function createKubernetesProvider(options: KubernetesOptions): Promise<SandboxProvider> {
  const settings = settingsOf(options)
  const { tenancy, directory, controlNamespace } = settings
  const raw = createClient(options.config)
  const pulse = takePulse(raw)
  const client = patientClient(pulse.client)
  const platform: Platform = { client, placeOf: createPlaces(client) }
  const access = await accessOf(options.config)
  const capabilities = capabilitiesOf(options, await coresOf(client))
  const watches = new Map<string, SharedWatch>()
  const watchOf = (path: string) => {
    const watch = watches.get(path) ?? createSharedWatch(pulse.client, path)
    watches.set(path, watch)
    return watch
  }
  const open = new Map<string, Promise<Opened>>()
  const granted = new Map<string, number>()

  await prepareCluster(platform, controlNamespace, tenancy === 'shared')
  const wall = tenancy === 'shared' ? await guard(client, settings) : undefined
  const reaping =
    tenancy === 'shared' ? keepReaping({ platform, settings, isOpen: id => open.has(id), wall }) : undefined

  const start = async (id: string): Promise<Opened> => {
    const files: Opened['files'] = directory
      ? await openStoredFiles({ directory: join(directory, id, 'files') })
      : createMemoryFiles()
    const sandbox = await openSandbox({ id, platform, access, files, settings, watchOf, wall, pulse })
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
    capabilities: { ...capabilities, ...(wall && { walled: wall.kind !== undefined }) },
    ...(tenancy === 'own' && { limit: 1 }),
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
    makeRoom: id =>
      tenancy === 'own'
        ? Promise.resolve(true)
        : makeRoom({ ...settings, platform, wall, isOpen: other => open.has(other), granted }, id),
    async delete(id) {
      await close(id)
      const cluster = { platform, controlNamespace, wall }
      if (tenancy === 'shared') await removeSandbox(cluster, shortId(id))
      // What is there may be another one's by now.
      else if ((await findRecord(platform, controlNamespace, ownRecord))?.id === id)
        await removeSandbox(cluster, undefined)
      if (directory) await rm(join(directory, id), { recursive: true, force: true })
    },
    async close() {
      reaping?.dispose()
      await Promise.all([...open.keys()].map(close))
      for (const watch of watches.values()) watch.dispose()
      pulse.dispose()
      raw.dispose()
    },
  }
}

/**
 * What keeps learners apart and out of the grader's containers. Rejects where the cluster has nothing to make a wall of,
 * unless that is known and meant.
 */
async function guard(client: KubernetesClient, settings: Settings): Promise<Wall> {
  const { controlNamespace, internet, withoutWall, onTrouble } = settings
  const [wall, admission] = await Promise.all([
    applyWall(client, { controlNamespace, internet }),
    applyAdmission(client, { controlNamespace, name: controlNamespace }),
  ])
  if (!wall.kind && !withoutWall)
    throw new Error(
      "it has no kind of policy that keeps learners' pods apart; WITHOUT_WALL=yes shares it nevertheless",
    )
  if (!admission.enforced)
    onTrouble(
      'cluster.no-admission',
      new Error("no ValidatingAdmissionPolicy is asked: learners can enter the grader's containers"),
    )
  return wall
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
