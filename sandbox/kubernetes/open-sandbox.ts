import type { FileSystem } from '../process'
import { type ApiAccess, type FlowLog, type Sandbox, SandboxTrouble, type StartState } from '../provider'
import { accessAs } from './learner/access'
import { ensureAccount, learnerToken, type Token } from './learner/account'
import { credentialsIn, credentialsOf, keepKubeconfig } from './learner/kubeconfig'
import type { Platform } from './platform/objects'
import type { Pulse } from './platform/pulse'
import { findRecord, type SandboxRecord, shortId, writeRecord } from './record'
import { resetSandbox } from './reset'
import { neighboursOf, withoutNeighbours } from './scope/neighbours'
import { scopedClient } from './scope/scoped-client'
import type { SharedWatch } from './scope/shared-watch'
import type { Settings } from './settings'
import { namespacesOfStart } from './tenancy/namespaces-of-start'
import { placeOf } from './tenancy/place'
import { openToolbox } from './toolbox'
import { accountDirectory } from './toolbox/pod'
import type { Wall } from './wall'

export type OpenOptions = {
  id: string
  platform: Platform
  /** As the platform signs in. */
  access: ApiAccess
  /** Where the learner's files are kept, where they have no toolbox. */
  files: FileSystem
  settings: Settings
  watchOf: (path: string) => SharedWatch
  /** Keeps other learners' pods out; none in a cluster of the learner's own. */
  wall: Wall | undefined
  pulse: Pulse
}

/** A real cluster keeps no log of connections. */
const noFlows: FlowLog = { since: () => [], watch: () => ({ dispose() {} }) }

/** Milliseconds before a token's end at which a new one is asked for, and between two attempts. */
const renewBefore = 3_600_000
const retryAfter = 60_000

/** Milliseconds between two notes that a sandbox is in use. */
const usedEvery = 600_000

const inUse = () => ({ usedAt: new Date(), openUntil: new Date(Date.now() + 2 * usedEvery) })

/** The record of the only sandbox of a cluster that is the learner's own. */
export const ownRecord = 'own'

/** Opens a sandbox: the one that the cluster remembers, or an empty one. */
export async function openSandbox(options: OpenOptions): Promise<Sandbox> {
  const { id, platform, settings, watchOf, pulse } = options
  const { tenancy, controlNamespace, startTimeout } = settings
  const isShared = tenancy === 'shared'
  const place = placeOf(tenancy, isShared ? shortId(id) : ownRecord, controlNamespace)
  const known = await findRecord(platform, controlNamespace, place.sandbox)
  if (isShared && known && known.id !== id)
    throw new SandboxTrouble('Another sandbox has the same short name. Ask for a new one.')
  let record = await writeRecord(platform, controlNamespace, {
    ...{ namespaces: [], hiddenPolicies: [] },
    ...known,
    ...{ id, sandbox: place.sandbox, ...inUse() },
  })
  let isFresh = known?.id !== id || record.namespaces.length === 0
  const keep = async (change: Partial<SandboxRecord>) => {
    record = await writeRecord(platform, controlNamespace, { ...record, ...change })
  }

  let token: Token | undefined
  let renewal: NodeJS.Timeout | undefined
  const signIn = async () => {
    if (!isShared) return
    token = await learnerToken(platform, place)
    const left = token.expiresAt.getTime() - Date.now()
    renewal = setTimeout(renew, Math.max(left - Math.min(renewBefore, left / 2), retryAfter)).unref()
  }
  const access = () => (token ? accessAs(options.access, token.token) : options.access)
  const writeKubeconfig = () =>
    keepKubeconfig(files, toolbox ? credentialsIn(accountDirectory) : credentialsOf(access()), {
      name: isShared ? 'netpol-lab' : 'minikube',
      contexts: isShared
        ? [place.home, ...record.namespaces.filter(name => name !== place.home)].map(name => ({
            name,
            namespace: name,
          }))
        : [{ name: 'minikube', namespace: 'default' }],
    })
  const renew = () => {
    signIn()
      .then(writeKubeconfig)
      .catch((error: unknown) => {
        settings.onTrouble('cluster.token-failed', error)
        renewal = setTimeout(renew, retryAfter).unref()
      })
  }
  if (isShared) await ensureAccount(platform, place)
  await options.wall?.enclose(place.sandbox)
  await signIn()
  const toolbox =
    isShared && settings.toolbox
      ? await openToolbox(platform, place, settings.toolbox, startTimeout)
      : undefined
  const files = toolbox?.files ?? options.files
  await writeKubeconfig()

  // Another replica must not take for unused what is open here.
  const stillUsed = setInterval(() => {
    keep(inUse()).catch((error: unknown) => settings.onTrouble('cluster.record-failed', error))
  }, usedEvery).unref()

  const scope = () => record.namespaces
  const { client } = platform
  let neighbours: ReadonlySet<string> = new Set()
  const meetNeighbours = async () => {
    if (!isShared) neighbours = await neighboursOf(client, controlNamespace, record.createdAt ?? new Date())
  }
  await meetNeighbours()
  const asGrader = () =>
    isShared ? scopedClient(client, scope, watchOf) : withoutNeighbours(client, () => neighbours)

  return {
    id,
    get access() {
      return access()
    },
    asGrader,
    files,
    ...(toolbox && { shell: toolbox.shell }),
    flows: noFlows,
    ...(options.wall && { wall: options.wall.model(place.sandbox) }),
    get isFresh() {
      return isFresh
    },
    get hiddenPolicies() {
      return record.hiddenPolicies
    },
    watchTrouble: pulse.watch,
    async reset(start: StartState) {
      const namespaces = namespacesOfStart(start, place.home)
      // Written down before they are made: whatever happens, somebody knows of them.
      await keep({
        namespaces,
        hiddenPolicies: isShared ? (start.hiddenPolicies ?? []) : [],
        ...inUse(),
      })
      await writeKubeconfig()
      await meetNeighbours()
      const createdAt = record.createdAt ?? new Date()
      await resetSandbox(platform, { place, start, createdAt, timeout: startTimeout })
      isFresh = false
    },
    async close() {
      toolbox?.dispose()
      clearTimeout(renewal)
      clearInterval(stillUsed)
      await keep({ usedAt: new Date(), openUntil: new Date() }).catch(() => {})
    },
  }
}
