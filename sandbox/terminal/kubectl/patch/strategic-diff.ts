import { isObject } from '../object'
import { deepEqual } from './equal'
import type { PatchSchema } from './schema'

/**
 * Strategic merge patches between two versions of an object. Source of the rules:
 * k8s.io/apimachinery/pkg/util/strategicpatch and the API's patch strategies.
 */
type Map = Record<string, unknown>

/** Which half of a difference is wanted: what came or changed, or what went. */
export type Half = { additions: boolean; deletions: boolean }

const deleteDirective = '$patch'
const retainKeys = '$retainKeys'

/** The patch that turns `original` into `modified`, or the half of it that is asked for. */
export function diffMaps(original: Map, modified: Map, schema: PatchSchema, half: Half, retain = false): Map {
  const patch: Map = {}
  for (const [key, before] of Object.entries(original)) {
    if (!Object.hasOwn(modified, key)) {
      if (half.deletions) patch[key] = null
      continue
    }
    const after = modified[key]
    if (isObject(before) && isObject(after)) diffField(patch, key, before, after, schema.field(key), half)
    else if (Array.isArray(before) && Array.isArray(after))
      diffLists(patch, key, before, after, schema.field(key), half)
    else if (half.additions && !deepEqual(before, after)) patch[key] = after
  }
  for (const [key, after] of Object.entries(modified)) {
    if (half.additions && !Object.hasOwn(original, key)) patch[key] = after
  }
  const added = Object.keys(original).some(key => !Object.hasOwn(modified, key))
  if (retain && (Object.keys(patch).length > 0 || added)) patch[retainKeys] = Object.keys(modified).sort()
  return patch
}

function diffField(patch: Map, key: string, before: Map, after: Map, schema: PatchSchema, half: Half): void {
  if (schema.strategies.includes('replace')) {
    if (half.additions && !deepEqual(before, after)) patch[key] = after
    return
  }
  const inner = diffMaps(before, after, schema, half, schema.strategies.includes('retainKeys'))
  if (Object.keys(inner).length > 0) patch[key] = inner
}

function diffLists(
  patch: Map,
  key: string,
  before: unknown[],
  after: unknown[],
  schema: PatchSchema,
  half: Half,
): void {
  if (!schema.strategies.includes('merge')) {
    if (half.additions && !deepEqual(before, after)) patch[key] = after
    return
  }
  if (before.length === 0) {
    if (after.length > 0 && half.additions) patch[key] = after
    return
  }
  const keyed = schema.mergeKey !== undefined && [...before, ...after].every(isObject)
  if (keyed) {
    diffKeyedLists(patch, key, before as Map[], after as Map[], schema, half)
    return
  }
  const additions = half.additions ? after.filter(item => !before.includes(item)) : []
  const deletions = half.deletions ? before.filter(item => !after.includes(item)) : []
  if (additions.length > 0) patch[key] = additions
  if (deletions.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = [...new Set(deletions)]
  if ((half.additions && !deepEqual(before, after)) || deletions.length > 0)
    patch[`$setElementOrder/${key}`] = after
}

function diffKeyedLists(
  patch: Map,
  key: string,
  before: Map[],
  after: Map[],
  schema: PatchSchema,
  half: Half,
): void {
  const mergeKey = schema.mergeKey as string
  const keyOf = (item: Map) => item[mergeKey]
  for (const item of [...before, ...after]) {
    if (!Object.hasOwn(item, mergeKey))
      throw new Error(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`)
  }
  const changes: Map[] = []
  for (const item of after) {
    const old = before.find(one => keyOf(one) === keyOf(item))
    if (!old) {
      if (half.additions) changes.push(item)
      continue
    }
    const inner = diffMaps(old, item, schema, half, schema.strategies.includes('retainKeys'))
    if (Object.keys(inner).length > 0) changes.push({ ...inner, [mergeKey]: keyOf(item) })
  }
  const deletions = half.deletions
    ? before
        .filter(item => !after.some(one => keyOf(one) === keyOf(item)))
        .map(item => ({ [deleteDirective]: 'delete', [mergeKey]: keyOf(item) }))
    : []
  const list = [...changes, ...deletions]
  const orderSame =
    before.length === after.length && after.every((item, i) => keyOf(item) === keyOf(before[i] as Map))
  if (list.length > 0) patch[key] = list
  if ((half.additions && (list.length > 0 || !orderSame)) || (half.deletions && list.length > 0)) {
    patch[`$setElementOrder/${key}`] = after.map(item => ({ [mergeKey]: keyOf(item) }))
  }
}

/** The patch for `kubectl edit`: everything that differs. */
export const createStrategicPatch = (original: Map, modified: Map, schema: PatchSchema): Map =>
  diffMaps(original, modified, schema, { additions: true, deletions: true })

/**
 * The patch of `kubectl apply`: sets what the manifest has and the server has not, deletes what the manifest had
 * when it was last applied and has no more, and leaves what others added.
 */
export function createThreeWayStrategicPatch(
  original: Map,
  modified: Map,
  current: Map,
  schema: PatchSchema,
): Map {
  const delta = diffMaps(current, modified, schema, { additions: true, deletions: false })
  const deletions = diffMaps(original, modified, schema, { additions: false, deletions: true })
  return combine(deletions, delta, schema)
}

/** Two patches as one; where both speak, the second counts. */
function combine(first: Map, second: Map, schema: PatchSchema): Map {
  const result: Map = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const before = result[key]
    if (isObject(before) && isObject(value)) result[key] = combine(before, value, schema.field(key))
    else if (Array.isArray(before) && Array.isArray(value))
      result[key] = combineLists(key, before, value, schema)
    else result[key] = value
  }
  return result
}

function combineLists(key: string, before: unknown[], after: unknown[], schema: PatchSchema): unknown[] {
  const { mergeKey } = schema.field(key)
  if (key.startsWith('$') || mergeKey === undefined) return after
  const merged = [...after] as Map[]
  for (const item of before as Map[]) {
    const index = merged.findIndex(one => one[mergeKey] === item[mergeKey])
    if (index < 0) merged.push(item)
    else merged[index] = combine(item, merged[index] as Map, schema.field(key))
  }
  return merged
}
