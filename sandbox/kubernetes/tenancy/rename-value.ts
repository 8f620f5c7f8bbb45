import { namespaceNameLabel } from '../../exercise'
import { type Rename, renameText } from './rename-text'

/** Keys whose value is the name of a namespace, or a list of them. */
const namesNamespace = new Set(['namespace', 'namespaces', 'hiddenPolicies', namespaceNameLabel])
/** Keys whose value is what it is, whatever it looks like. */
const fixed = new Set(['id'])

/**
 * Anything made of objects, lists and texts (manifests, an exercise, a lesson) with its namespaces as they are called
 * here. What needs no change is the same object.
 */
export function renameValue<T>(value: T, rename: Rename): T {
  return walk(value, rename) as T
}

function walk(value: unknown, rename: Rename, key = ''): unknown {
  if (typeof value === 'string') return namesNamespace.has(key) ? rename(value) : renameText(value, rename)
  if (Array.isArray(value)) {
    const renamed = value.map(item => walk(item, rename, key))
    return renamed.some((item, index) => item !== value[index]) ? renamed : value
  }
  if (!value || typeof value !== 'object' || value instanceof Uint8Array) return value
  const entries = Object.entries(value)
  const renamed = entries.map(([name, inner]) => [name, walkEntry(name, inner, value, rename)] as const)
  return renamed.some(([, inner], index) => inner !== entries[index]?.[1])
    ? Object.fromEntries(renamed)
    : value
}

type Shape = { kind?: unknown; resource?: unknown; key?: unknown }

function walkEntry(name: string, inner: unknown, owner: Shape, rename: Rename): unknown {
  if (name === 'labels') return renameLabels(inner, rename)
  if (fixed.has(name)) return inner
  if (name === 'metadata' && owner.kind === 'Namespace') return renameNamespace(inner, rename)
  if (name === 'name' && owner.resource === 'Namespace') return rename(String(inner))
  if (name === 'values' && owner.key === namespaceNameLabel) return walk(inner, rename, namespaceNameLabel)
  return walk(inner, rename, name)
}

/** Labels are labels, also where one is spelled like a namespace. */
function renameLabels(labels: unknown, rename: Rename): unknown {
  const own = (labels as Record<string, string> | undefined)?.[namespaceNameLabel]
  return own === undefined || rename(own) === own
    ? labels
    : { ...(labels as object), [namespaceNameLabel]: rename(own) }
}

function renameNamespace(metadata: unknown, rename: Rename): unknown {
  const { name = '', labels, ...rest } = metadata as { name?: string; labels?: unknown }
  return rename(name) === name && renameLabels(labels, rename) === labels
    ? metadata
    : { name: rename(name), ...(labels !== undefined && { labels: renameLabels(labels, rename) }), ...rest }
}
