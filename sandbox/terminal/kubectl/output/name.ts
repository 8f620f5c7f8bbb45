import { isList, type KubeObject, nameOf, splitApiVersion } from '../object'

/** `networkpolicy.networking.k8s.io/web`: a line an object, as `-o name` prints. */
export function printName(object: KubeObject): string {
  if (isList(object)) return (object.items ?? []).map(printName).join('')
  return `${kindAndName(object)}\n`
}

export function kindAndName(object: KubeObject): string {
  const { group } = splitApiVersion(object.apiVersion ?? '')
  const kind = (object.kind ?? '').toLowerCase() || '<unknown>'
  return `${group ? `${kind}.${group}` : kind}/${nameOf(object) || '<unknown>'}`
}
