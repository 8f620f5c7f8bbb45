import { isObject } from '../object'
import type { PatchSchema } from './schema'

type Map = Record<string, unknown>

/** Applies a strategic merge patch here, for `--dry-run=client`, `--local` and `kubectl diff`. */
export function applyStrategicPatch(target: Map, patch: Map, schema: PatchSchema): Map {
  if (patch.$patch === 'delete') return {}
  if (patch.$patch === 'replace') return without(patch, '$patch')
  const retained = patch.$retainKeys
  let result: Map = { ...target }
  if (Array.isArray(retained)) {
    result = Object.fromEntries(Object.entries(result).filter(([key]) => retained.includes(key)))
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    if (value === null) delete result[key]
    else if (isObject(value)) {
      const before = result[key]
      result[key] = applyStrategicPatch(isObject(before) ? before : {}, value, schema.field(key))
    } else if (Array.isArray(value)) result[key] = applyList(result[key], value, schema.field(key))
    else result[key] = value
  }
  for (const [key, value] of Object.entries(patch)) applyDirective(result, key, value, schema)
  return result
}

function applyList(before: unknown, patch: unknown[], schema: PatchSchema): unknown[] {
  const old = Array.isArray(before) ? before : []
  if (!schema.strategies.includes('merge')) return patch
  const { mergeKey } = schema
  if (mergeKey === undefined || !patch.every(isObject))
    return [...old, ...patch.filter(item => !old.includes(item))]
  const result = [...(old as Map[])]
  for (const item of patch as Map[]) {
    if (item.$patch === 'replace') continue
    const index = result.findIndex(one => one[mergeKey] === item[mergeKey])
    if (item.$patch === 'delete') {
      if (index >= 0) result.splice(index, 1)
    } else if (index < 0) result.push(item)
    else result[index] = applyStrategicPatch(result[index] as Map, item, schema)
  }
  return (patch as Map[]).some(item => item.$patch === 'replace')
    ? (patch as Map[]).filter(item => item.$patch !== 'replace')
    : result
}

function applyDirective(result: Map, directive: string, value: unknown, schema: PatchSchema): void {
  const [, name, key = ''] = /^\$(deleteFromPrimitiveList|setElementOrder)\/(.*)$/.exec(directive) ?? []
  const list = result[key]
  if (!Array.isArray(value) || !Array.isArray(list)) return
  if (name === 'deleteFromPrimitiveList') result[key] = list.filter(item => !value.includes(item))
  if (name === 'setElementOrder') {
    const { mergeKey } = schema.field(key)
    const idOf = (item: unknown) => (mergeKey !== undefined && isObject(item) ? item[mergeKey] : item)
    const order = value.map(idOf)
    const rank = (item: unknown) => order.indexOf(idOf(item))
    const ordered = list.filter(item => rank(item) >= 0).sort((a, b) => rank(a) - rank(b))
    // What the order does not name keeps its place among the others.
    result[key] = list.map(item => (rank(item) >= 0 ? ordered.shift() : item))
  }
}

function without(map: Map, key: string): Map {
  const { [key]: _dropped, ...rest } = map
  return rest
}
