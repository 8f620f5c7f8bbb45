import { createHash } from 'node:crypto'
import { descriptions, usual } from '../../resources/descriptions'
import { definitions, type Schema } from '../structure/definitions'
import { structureOf } from '../structure/structure'
import { groups } from './documents'
import { operationsOf } from './operations'
import type { Discovered } from './resources'

type Document = { readonly members: readonly Discovered[]; readonly text: string; readonly hash: string }

type Documents = {
  /** `/openapi/v3` */
  index: object
  /** JSON text by path: `api/v1`, `apis/apps/v1`. */
  documents: ReadonlyMap<string, string>
}

const made = new WeakMap<readonly Discovered[], Documents>()

const pathOf = (group: string, version: string) => (group ? `apis/${group}/${version}` : `api/${version}`)

/** OpenAPI v3 of everything served; made when first asked for, once for the same list of resources. */
export function openApi(resources: readonly Discovered[]): Documents {
  const known = made.get(resources)
  if (known) return known
  const found = groups(resources).flatMap(({ name, versions }) =>
    versions.map(version => [pathOf(name, version), documentOf(resources, name, version)] as const),
  )
  const paths = Object.fromEntries(
    found.map(([path, { hash }]) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]),
  )
  const result = { index: { paths }, documents: new Map(found.map(([path, { text }]) => [path, text])) }
  made.set(resources, result)
  return result
}

/** By the first of its members: clusters share what is built in. */
const byMember = new WeakMap<Discovered, Document>()

function documentOf(resources: readonly Discovered[], group: string, version: string): Document {
  const members = resources.filter(one => one.group === group && one.version === version)
  const known = byMember.get(members[0]!)
  if (known?.members.length === members.length && members.every((one, at) => one === known.members[at]))
    return known
  const text = JSON.stringify(content(members, group, version))
  const made = { members, text, hash: createHash('sha512').update(text).digest('hex').toUpperCase() }
  byMember.set(members[0]!, made)
  return made
}

function content(members: readonly Discovered[], group: string, version: string): object {
  const roots = new Set<string>()
  const paths: Record<string, object> = {}
  const own = new Map<string, Schema>()
  const schemaOf = (name: string) => own.get(name) ?? definitions().get(name)
  for (const one of members) {
    for (const [path, operations] of operationsOf(one))
      paths[`/${pathOf(group, version)}${path}`] = operations
    const structure = structureOf(one.responseKind)
    if (!structure) continue
    for (const [name, schema] of structure.schemas ?? []) own.set(name, schema)
    roots.add(structure.definition).add(`${structure.definition}List`)
  }
  for (const name of ['DeleteOptions', 'Status', 'Patch', 'WatchEvent', 'APIResourceList'])
    roots.add(`io.k8s.apimachinery.pkg.apis.meta.v1.${name}`)
  const schemas = Object.fromEntries(
    [...reachable(roots, schemaOf)].sort().map(name => [name, described(name, schemaOf(name)!)]),
  )
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.36' },
    paths,
    components: {
      schemas,
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'Bearer Token authentication',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  }
}

/** These definitions and all that they refer to, as far as they are known. */
function reachable(roots: Iterable<string>, schemaOf: (name: string) => Schema | undefined): Set<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    const schema = schemaOf(name)
    if (!schema) return
    found.add(name)
    for (const [, target] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      visit(target!)
  }
  for (const root of roots) visit(root)
  return found
}

/** How Go declares a field is not for clients. */
const ours = new Set(['x-go', 'x-omit', 'x-wire'])

const ofEveryObject = new Set(['apiVersion', 'kind', 'metadata'])

/** A definition without what is only ours, with our descriptions. */
function described(name: string, schema: Schema): object {
  const about = descriptions[name] ?? {}
  const recorded = definitions().has(name)
  const cleaned: Record<string, unknown> = JSON.parse(
    JSON.stringify(schema, (key, value) => (ours.has(key) ? undefined : value)),
  )
  if (about['']) cleaned.description = about['']
  for (const [field, property] of Object.entries((cleaned.properties ?? {}) as Record<string, object>)) {
    const own = 'description' in property
    const text = about[field] ?? (recorded || ofEveryObject.has(field) ? usual[field] : undefined)
    if (text && !own) Object.assign(property, { description: text })
  }
  return cleaned
}
