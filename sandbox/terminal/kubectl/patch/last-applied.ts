import type { KubeObject } from '../object'
import { goJson, goJsonAsIs } from '../output/json'
import { inStructOrder } from '../output/struct-order/struct-order'

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** What was applied last, as the annotation keeps it; undefined when there is none. */
export function lastApplied(object: KubeObject): KubeObject | undefined {
  const text = object.metadata?.annotations?.[lastAppliedAnnotation]
  if (!text) return undefined
  try {
    return JSON.parse(text) as KubeObject
  } catch {
    return undefined
  }
}

/** The object without the annotation; it always has a map of annotations, as the one that was kept has. */
export function withoutLastApplied(object: KubeObject): KubeObject {
  const { [lastAppliedAnnotation]: _old, ...annotations } = object.metadata?.annotations ?? {}
  return { ...object, metadata: { ...object.metadata, annotations } }
}

/**
 * The object with itself in the annotation, as `kubectl apply` sends it. One that kubectl made as a Go struct
 * (`typed`) has no empty map of annotations in it, and its fields in the order of the struct.
 */
export function withLastApplied(object: KubeObject, { typed = false } = {}): KubeObject {
  const bare = withoutLastApplied(object)
  const annotations = bare.metadata?.annotations
  if (typed && Object.keys(annotations ?? {}).length === 0) delete bare.metadata?.annotations
  const json = typed ? goJsonAsIs(inStructOrder(bare)) : goJson(bare)
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...annotations, [lastAppliedAnnotation]: `${json}\n` },
    },
  }
}
