import type { StartObject } from './start'

const annotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** An object as `kubectl apply` sends it when it is new: with the annotation that a later apply merges by. */
export function asApplied(object: StartObject, isNamespaced: boolean): StartObject {
  const plain = {
    ...object,
    metadata: {
      ...object.metadata,
      ...(isNamespaced ? { namespace: object.metadata?.namespace ?? 'default' } : {}),
      annotations: object.metadata?.annotations ?? {},
    },
  }
  return {
    ...plain,
    metadata: {
      ...plain.metadata,
      annotations: { ...plain.metadata.annotations, [annotation]: `${sortedJson(plain)}\n` },
    },
  }
}

/** JSON with sorted keys, as Go's encoding/json writes maps. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
