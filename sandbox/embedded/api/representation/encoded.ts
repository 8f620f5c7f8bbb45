import type { KubernetesObject } from '@kubernetes/client-node'

const texts = new WeakMap<KubernetesObject, string>()

/** The JSON text of an object of the store; made once, because such objects never change. */
export function encoded(object: KubernetesObject): string {
  const known = texts.get(object)
  if (known !== undefined) return known
  const text = JSON.stringify(object)
  if (Object.isFrozen(object)) texts.set(object, text)
  return text
}
