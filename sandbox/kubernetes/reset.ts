import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import type { StartObject } from '../exercise'
import { SandboxTrouble, type StartState } from '../provider'
import { namespaceSelector } from './labels'
import { applyStart, namespaceReady } from './namespaces/apply'
import { clear } from './namespaces/clear'
import { isAsStarted } from './namespaces/kept-pods'
import { limitRange, quota } from './namespaces/limits'
import { ensureNamespace, namespacePath, ownNamespaces, removeNamespace } from './namespaces/namespaces'
import { namespaceBinding, namespaceRights, roleNames } from './namespaces/rights'
import { podsSettled } from './namespaces/settled'
import { find, type Platform, put, remove } from './platform/objects'
import { namespacesOfStart } from './tenancy/namespaces-of-start'
import { namespaceLabels, type Place } from './tenancy/place'

/** What has to be there for a start, and since when the sandbox is. */
export type Reset = { place: Place; start: StartState; createdAt: Date; timeout: number }

/**
 * Makes a sandbox what a start says: its namespaces are there, with the learner's rights and limits in `shared`, and
 * hold the start's objects and nothing else of the learner's. Namespaces that are there stay. Rejects with
 * `SandboxTrouble` where pods do not come up.
 */
export async function resetSandbox(platform: Platform, reset: Reset): Promise<void> {
  const { place, start, timeout } = reset
  const wanted = namespacesOfStart(start, place.home)
  const isShared = place.tenancy === 'shared'
  const there = await ownNamespaces(
    platform,
    namespaceSelector(isShared ? place.sandbox : undefined, place.controlNamespace),
  )
  const stale = there.map(({ metadata }) => metadata?.name ?? '').filter(name => !wanted.includes(name))
  if (isShared) for (const object of namespaceRights(place, wanted)) await put(platform, object)
  await Promise.all([
    ...stale.map(name => removeNamespace(platform, name)),
    ...wanted.map(name => prepare(platform, name, reset)),
  ])
  await applyStart(platform, start.objects as StartObject[], start.keepsPods ?? false)
  await podsSettled(
    platform.client,
    wanted.filter(name => isThere(name, reset)),
    timeout,
  ).catch((error: unknown) => {
    if (error instanceof SandboxTrouble) throw error
    throw new SandboxTrouble(`The cluster did not bring up every pod (${(error as Error).message}).`, {
      cause: error,
      isPassing: true,
    })
  })
}

/** In a cluster of the learner's own only those namespaces are made that the start brings. */
const isThere = (name: string, { place, start }: Reset): boolean =>
  place.tenancy === 'shared' ||
  name === place.home ||
  start.objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata?.name === name)

async function prepare(platform: Platform, name: string, reset: Reset): Promise<void> {
  const { place, start, createdAt } = reset
  const { client } = platform
  const isKept = start.keepsPods ? isAsStarted(start.objects) : () => false
  const keeps = (object: KubernetesObject, resource: string) => resource === 'pods' && isKept(object as V1Pod)
  if (place.tenancy === 'own') {
    if (name === place.home) return clear(client, name, { since: createdAt, keeps })
    await refuseForeign(platform, name, createdAt)
    if (!isThere(name, reset)) return removeNamespace(platform, name)
  }
  const manifest = start.objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata?.name === name)
  const plain = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
  const state = await ensureNamespace(
    platform,
    (manifest ?? plain) as StartObject,
    namespaceLabels(place, name),
    reset.timeout,
  )
  if (place.tenancy === 'shared') await furnish(platform, name, reset)
  if (state === 'known') await clear(client, name, { keeps })
  await namespaceReady(platform, name)
}

/** The learner's rights in a namespace, and its limits. */
async function furnish(platform: Platform, name: string, { place, start }: Reset): Promise<void> {
  const isLocked = start.hiddenPolicies?.includes(name) ?? false
  const other = isLocked ? roleNames.open : roleNames.locked
  await Promise.all([
    put(platform, namespaceBinding(place, name, isLocked)),
    remove(platform.client, `/apis/rbac.authorization.k8s.io/v1/namespaces/${name}/rolebindings/${other}`),
    put(platform, quota(place.sandbox, name)),
    put(platform, limitRange(place.sandbox, name)),
  ])
}

/** A namespace that somebody had before these lessons came is not theirs to empty. */
async function refuseForeign(platform: Platform, name: string, createdAt: Date): Promise<void> {
  const known = await find<StartObject>(platform.client, namespacePath(name))
  const { labels = {}, creationTimestamp = createdAt } = known?.metadata ?? {}
  if (labels['app.kubernetes.io/managed-by'] === 'netpol-lab' || new Date(creationTimestamp) >= createdAt)
    return
  throw new SandboxTrouble(
    `The namespace "${name}" was in this cluster before the lessons, and this one would empty it. Rename or delete it, or use another cluster.`,
  )
}
