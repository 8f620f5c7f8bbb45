import type { KubeObject } from '../../object'
import { splitApiVersion } from '../../object'
import fields from './fields.json'

/**
 * The fields of each struct in k8s.io/api v0.36.3, in the order in which Go writes them, by the package and name of the
 * struct: `name ports:core.ContainerPort`, with the struct that a field (or each of its items) is.
 */
const structs: Readonly<Record<string, string>> = fields

type Field = { name: string; struct?: string }
const parsed = new Map<string, readonly Field[]>()

function fieldsOf(struct: string): readonly Field[] {
  const known = parsed.get(struct)
  if (known) return known
  const found = (structs[struct] ?? '').split(' ').map(text => {
    const [name = '', of] = text.split(':')
    return { name, struct: of }
  })
  parsed.set(struct, found)
  return found
}

/** The struct that an object is, if it is one of those that kubectl makes or decodes. */
function structOf({ apiVersion = '', kind = '' }: KubeObject): string | undefined {
  const { group, version } = splitApiVersion(apiVersion)
  const name = group.split('.')[0] || 'core'
  return [`${name}/${version}.${kind}`, `${name}.${kind}`].find(struct => Object.hasOwn(structs, struct))
}

/** A copy as Go writes its struct: fields in the struct's order, the keys of maps by name. */
export function inStructOrder(object: KubeObject): unknown {
  return ordered(object, structOf(object))
}

function ordered(value: unknown, struct: string | undefined): unknown {
  if (Array.isArray(value)) return value.map(item => ordered(item, struct))
  if (typeof value !== 'object' || value === null) return value
  const source = value as Record<string, unknown>
  const known = struct ? fieldsOf(struct) : []
  const result: Record<string, unknown> = {}
  for (const { name, struct: of } of known)
    if (source[name] !== undefined) result[name] = ordered(source[name], of)
  for (const name of Object.keys(source).sort())
    if (source[name] !== undefined && !Object.hasOwn(result, name))
      result[name] = ordered(source[name], undefined)
  return result
}
