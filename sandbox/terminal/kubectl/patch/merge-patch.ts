import { isObject } from '../object'
import { deepEqual } from './equal'

type Map = Record<string, unknown>

/** The JSON merge patch (RFC 7386) that turns `from` into `to`. */
export function createMergePatch(from: Map, to: Map): Map {
  const patch: Map = {}
  for (const [key, value] of Object.entries(to)) {
    const before = from[key]
    if (deepEqual(before, value)) continue
    patch[key] = isObject(before) && isObject(value) ? createMergePatch(before, value) : value
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null
  return patch
}

/** Applies a JSON merge patch. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Map = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = applyMergePatch(result[key], value)
  }
  return result
}

/**
 * The merge patch for resources without a patch schema: what was applied last and is gone is deleted, what is new or
 * other is set, what others added stays.
 */
export function createThreeWayMergePatch(original: Map, modified: Map, current: Map): Map {
  return deepMerge(
    keepOnly(createMergePatch(original, modified), 'deletions'),
    keepOnly(createMergePatch(current, modified), 'additions'),
  )
}

/** Only the nulls of a patch, or only the rest. */
function keepOnly(patch: Map, what: 'deletions' | 'additions'): Map {
  const kept: Map = {}
  for (const [key, value] of Object.entries(patch)) {
    if (isObject(value)) {
      const inner = keepOnly(value, what)
      if (Object.keys(inner).length > 0 || (what === 'additions' && Object.keys(value).length === 0))
        kept[key] = inner
    } else if ((value === null) === (what === 'deletions')) kept[key] = value
  }
  return kept
}

function deepMerge(left: Map, right: Map): Map {
  const merged = { ...left }
  for (const [key, value] of Object.entries(right)) {
    const before = merged[key]
    merged[key] = isObject(before) && isObject(value) ? deepMerge(before, value) : value
  }
  return merged
}
