import { createHash } from 'node:crypto'
import { descriptions, usual } from '../../resources/descriptions'
import { definitionOf, definitions, type Schema } from '../structure/definitions'
import { groups } from './documents'
import { operationsOf } from './operations'
import type { Discovered } from './resources'

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
  const documents = new Map<string, string>()
  for (const { name, versions } of groups(resources)) {
    for (const version of versions) {
      documents.set(pathOf(name, version), JSON.stringify(document(resources, name, version)))
    }
  }
  const paths = Object.fromEntries(
    [...documents].map(([path, text]) => {
      const hash = createHash('sha512').update(text).digest('hex').toUpperCase()
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]
    }),
  )
  const result = { index: { paths }, documents }
  made.set(resources, result)
  return result
}

function document(resources: readonly Discovered[], group: string, version: string): object {
  const own = resources.filter(one => one.group === group && one.version === version)
  const roots = new Set<string>()
  const paths: Record<string, object> = {}
  for (const one of own) {
    for (const [path, operations] of operationsOf(one))
      paths[`/${pathOf(group, version)}${path}`] = operations
    const definition = definitionOf(one.responseKind.group, one.responseKind.version, one.responseKind.kind)
    if (!definition) continue
    roots.add(definition)
    if (definitions().has(`${definition}List`)) roots.add(`${definition}List`)
  }
  for (const name of ['DeleteOptions', 'Status', 'Patch', 'WatchEvent', 'APIResourceList']) {
    const definition = `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`
    if (definitions().has(definition)) roots.add(definition)
  }
  const schemas = Object.fromEntries(
    [...reachable(roots)].sort().map(name => [name, described(name, definitions().get(name)!)]),
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

/** These definitions and all that they refer to. */
function reachable(roots: Iterable<string>): Set<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    const schema = definitions().get(name)
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

/** A recorded definition without what is only ours, with our descriptions. */
function described(name: string, schema: Schema): object {
  const about = descriptions[name] ?? {}
  const cleaned: Record<string, unknown> = JSON.parse(
    JSON.stringify(schema, (key, value) => (ours.has(key) ? undefined : value)),
  )
  if (about['']) cleaned.description = about['']
  for (const [field, property] of Object.entries((cleaned.properties ?? {}) as Record<string, object>)) {
    const text = about[field] ?? usual[field]
    if (text) Object.assign(property, { description: text })
  }
  return cleaned
}
