import type { KubernetesObject, V1ManagedFieldsEntry, V1ObjectMeta } from '@kubernetes/client-node'
import { equal } from '../equal'
import { zero } from '../structure/decode'
import type { Node } from '../structure/node'
import { fromFieldsV1, toFieldsV1 } from './fields-v1'
import { below, type Child, childrenOf, elements, members } from './members'

export type Manager = { name: string; operation: 'Apply' | 'Update'; subresource?: string }

type Stored = KubernetesObject & { metadata: V1ObjectMeta }

/** What belongs to the server and to nobody else. */
const unmanaged = new Set([
  'f:apiVersion',
  'f:kind',
  'f:metadata',
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'uid',
    'generation',
    'resourceVersion',
  ].map(name => `f:metadata\nf:${name}`),
])

const isManaged = (path: string) => !unmanaged.has(path) && !path.startsWith('f:metadata\nf:managedFields')

/** The fields that differ between two objects: changed or new, and gone. */
export function differences(node: Node, object: Stored, old: Stored | undefined) {
  const changed = new Set<string>()
  const removed = new Set<string>()
  const add = (to: Set<string>, paths: Iterable<string>) => {
    for (const path of paths) if (isManaged(path)) to.add(path)
  }

  const compare = (at: Node, now: unknown, before: unknown, path: string): void => {
    if (equal(now, before)) return
    const present = byElement(childrenOf(at, now))
    const former = byElement(childrenOf(at, before))
    if (present.size === 0) add(changed, path ? [path] : [])
    for (const [element, [, child, value]] of present) {
      const one = former.get(element)
      const inner = below(path, element)
      if (one) compare(child, value, one[2], inner)
      else add(changed, members(child, value, { path: inner }))
    }
    for (const [element, [, child, value]] of former)
      if (!present.has(element)) add(removed, members(child, value, { path: below(path, element) }))
  }

  compare(node, object, old ?? zero(node), '')
  return { changed, removed }
}

const byElement = (children: readonly Child[] = []) => new Map(children.map(child => [child[0], child]))

/** An applier is the same one whatever version it applies; an updater is another one for each version. */
const isBy = (entry: V1ManagedFieldsEntry, manager: Manager, apiVersion: string) =>
  entry.manager === manager.name &&
  entry.operation === manager.operation &&
  (entry.operation === 'Apply' || entry.apiVersion === apiVersion) &&
  (entry.subresource ?? '') === (manager.subresource ?? '')

const without = (set: ReadonlySet<string>, ...others: readonly ReadonlySet<string>[]) =>
  new Set([...set].filter(path => !others.some(other => other.has(path))))

const isEntry = ({ operation, apiVersion, fieldsType }: V1ManagedFieldsEntry) =>
  (operation === 'Apply' || operation === 'Update') && Boolean(apiVersion) && fieldsType === 'FieldsV1'

/**
 * The entries that a write begins with: a client may write them itself (kubectl does, when it goes over from
 * client-side to server-side apply), but not through a subresource; one empty entry forgets all.
 */
function entriesBefore(
  object: Stored,
  old: Stored | undefined,
  { subresource }: Manager,
): readonly V1ManagedFieldsEntry[] {
  const given = object.metadata.managedFields ?? []
  const live = old?.metadata.managedFields ?? []
  if (subresource || given.length === 0) return live
  if (given.length === 1 && Object.keys(given[0]!).length === 0) return []
  return given.every(isEntry) ? given : live
}

/**
 * `metadata.managedFields` of an object that `manager` writes: it gains what it changes, the others lose it. An apply
 * owns exactly what it applied. https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function managedFields(
  node: Node,
  object: Stored,
  old: Stored | undefined,
  manager: Manager,
  now: Date,
  applied?: KubernetesObject,
): V1ManagedFieldsEntry[] {
  const { changed, removed } = differences(node, object, old)
  const apiVersion = object.apiVersion ?? ''
  const before = entriesBefore(object, old, manager)
  const changes = changed.size > 0 || removed.size > 0
  const entries: V1ManagedFieldsEntry[] = []
  let own: V1ManagedFieldsEntry | undefined
  for (const entry of before) {
    if (isBy(entry, manager, apiVersion)) own = entry
    else if (!changes) entries.push(entry)
    else {
      const held = fromFieldsV1(entry.fieldsV1)
      const left = without(held, changed, removed)
      if (left.size === held.size) entries.push(entry)
      else if (left.size > 0) entries.push({ ...entry, fieldsV1: toFieldsV1(left) })
    }
  }
  const previous = fromFieldsV1(own?.fieldsV1)
  const wanted = applied
    ? new Set([...members(node, applied, { leavesOnly: true })].filter(isManaged))
    : new Set([...without(previous, removed), ...changed])
  if (wanted.size > 0) {
    const same = own && wanted.size === previous.size && [...wanted].every(path => previous.has(path))
    entries.push(
      same && own
        ? own
        : {
            manager: manager.name,
            operation: manager.operation,
            apiVersion,
            ...(changes ? { time: now } : own?.time ? { time: own.time } : {}),
            fieldsType: 'FieldsV1',
            fieldsV1: toFieldsV1(wanted),
            ...(manager.subresource ? { subresource: manager.subresource } : {}),
          },
    )
  }
  return entries.sort(byAge)
}

const rank = ({ operation, time, manager }: V1ManagedFieldsEntry) =>
  `${operation === 'Apply' ? 0 : 1} ${String(time ?? '')} ${manager}`

const byAge = (a: V1ManagedFieldsEntry, b: V1ManagedFieldsEntry) =>
  rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0

/** A field that somebody else owns and an apply would change. */
export type Conflict = {
  manager: string
  operation: string
  apiVersion: string
  subresource?: string
  fields: string[]
}

/** Who stands in the way of an apply: the other managers of what it would change. */
export function conflicts(node: Node, merged: Stored, old: Stored, manager: Manager): Conflict[] {
  const { changed } = differences(node, merged, old)
  const found = (old.metadata.managedFields ?? []).flatMap(entry => {
    if (isBy(entry, manager, merged.apiVersion ?? '')) return []
    const held = fromFieldsV1(entry.fieldsV1)
    const fields = [...changed]
      .filter(path => held.has(path))
      .sort(bySet)
      .map(readable)
    const { manager: name = '', operation = '', apiVersion = '', subresource } = entry
    const owner = { manager: name, operation, apiVersion, ...(subresource ? { subresource } : {}) }
    return fields.length ? [{ ...owner, fields }] : []
  })
  return found.sort((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : 0))
}

/** What `manager` applied before and does not apply now, unless somebody else owns it too. */
export function abandoned(node: Node, applied: KubernetesObject, old: Stored, manager: Manager): Set<string> {
  const now = members(node, applied, { leavesOnly: true })
  const gone = new Set<string>()
  const others = new Set<string>()
  for (const entry of old.metadata.managedFields ?? []) {
    const held = fromFieldsV1(entry.fieldsV1)
    if (!isBy(entry, manager, old.apiVersion ?? '')) for (const path of held) others.add(path)
    else for (const path of held) if (!now.has(path)) gone.add(path)
  }
  return without(gone, others)
}

/** As structured-merge-diff walks a set: at each level what ends there, then what goes on, each by its name. */
function bySet(one: string, other: string): number {
  const [a, b] = [elements(one), elements(other)]
  const at = a.findIndex((element, index) => element !== b[index])
  if (at < 0) return a.length - b.length
  if (at >= b.length) return 1
  const [endsHere, otherEndsHere] = [a.length === at + 1, b.length === at + 1]
  if (endsHere !== otherEndsHere) return endsHere ? -1 : 1
  return a[at]! < b[at]! ? -1 : 1
}

/** `.spec.replicas`, `.spec.containers[name="web"].image` */
const readable = (path: string) =>
  elements(path)
    .map(element => {
      const [kind, rest] = [element.slice(0, 1), element.slice(2)]
      if (kind === 'f') return `.${rest}`
      if (kind === 'v') return `[=${rest}]`
      return `[${Object.entries(JSON.parse(rest) as Record<string, unknown>)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')}]`
    })
    .join('')
