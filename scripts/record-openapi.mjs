#!/usr/bin/env node
/**
 * Records the structure of Kubernetes' objects from a real cluster, for the embedded one:
 *
 *   KUBECONFIG=… node scripts/record-openapi.mjs
 *
 * Reads /openapi/v3 with the `kubectl` on PATH (descriptions are left out: ours are in resources/descriptions.ts) and, of
 * the Go modules k8s.io/api and k8s.io/apimachinery of the same version, how each field is declared (`go mod download`
 * them first). The declarations say what OpenAPI does not: which empty values are left out, the type's name in a
 * decoder's message, and the field's number in protobuf. Written to sandbox/embedded/resources/schemas, one file a Go package.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const groupVersions = [
  'api/v1',
  ...[
    'admissionregistration.k8s.io/v1',
    'apiextensions.k8s.io/v1',
    'apiregistration.k8s.io/v1',
    'apps/v1',
    'authentication.k8s.io/v1',
    'authorization.k8s.io/v1',
    'autoscaling/v1',
    'autoscaling/v2',
    'batch/v1',
    'certificates.k8s.io/v1',
    'coordination.k8s.io/v1',
    'discovery.k8s.io/v1',
    'events.k8s.io/v1',
    'flowcontrol.apiserver.k8s.io/v1',
    'networking.k8s.io/v1',
    'node.k8s.io/v1',
    'policy/v1',
    'rbac.authorization.k8s.io/v1',
    'resource.k8s.io/v1',
    'scheduling.k8s.io/v1',
    'storage.k8s.io/v1',
  ].map(groupVersion => `apis/${groupVersion}`),
]

const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
const raw = path => JSON.parse(run('kubectl', 'get', '--raw', path))

const moduleVersion = raw('/version').gitVersion.replace(/^v1\./, 'v0.')
const moduleFolder = name => join(run('go', 'env', 'GOMODCACHE').trim(), `k8s.io/${name}@${moduleVersion}`)

/** `io.k8s.api.core.v1.Pod` to the folder of its Go package. */
function packageFolder(packageName) {
  const [, , module, ...path] = packageName.split('.')
  return join(moduleFolder(module), ...path)
}

const packageName = definition => definition.slice(0, definition.lastIndexOf('.'))
const typeName = definition => definition.slice(definition.lastIndexOf('.') + 1)

const parsedPackages = new Map()

/** The structs of a Go package: type name to its fields, in order. */
function structs(folder) {
  const known = parsedPackages.get(folder)
  if (known) return known
  const found = new Map()
  parsedPackages.set(folder, found)
  if (!existsSync(folder)) return found
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.go') || file.endsWith('_test.go') || file.startsWith('zz_')) continue
    const text = readFileSync(join(folder, file), 'utf8')
    const imports = new Map(
      [...text.matchAll(/^\s*(?:import\s+)?(\w+)?\s*"(k8s\.io\/[^"]+)"/gm)].map(([, alias, path]) => [
        alias ?? path.split('/').at(-1),
        path,
      ]),
    )
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
      found.set(name, { folder, imports, fields: fieldsOf(body) })
    }
  }
  return found
}

const fieldsOf = body =>
  body.split('\n').flatMap(line => {
    const match = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)\s+`.*?json:"([^"]*)"(?:.*?protobuf:"\w+,(\d+))?/.exec(line)
    if (!match) return []
    const [, , type, tag, number] = match
    const [name, ...flags] = tag.split(',')
    return [
      { name, type, inline: name === '' && flags.includes('inline'), flags, wire: number ? [number] : [] },
    ]
  })

/** A type as reflection prints it: `metav1.LabelSelector` is `v1.LabelSelector`, a local `PodSpec` is `v1.PodSpec`. */
const printed = (type, { folder, imports }) =>
  type.replace(/(\w+\.)?([A-Z]\w*)/g, (_, prefix, name) => {
    const path = prefix ? imports.get(prefix.slice(0, -1)) : folder
    return `${(path ?? prefix.slice(0, -1)).split('/').at(-1)}.${name}`
  })

/** The JSON fields of a struct, embedded ones included. */
function declared(folder, name) {
  const struct = structs(folder).get(name)
  if (!struct) return []
  return struct.fields.flatMap(field => {
    if (!field.inline) return [{ ...field, type: printed(field.type, struct) }]
    const [alias, embedded] = field.type.includes('.') ? field.type.split('.') : [undefined, field.type]
    const path = alias && struct.imports.get(alias)
    // What Go embeds is a message of its own on the wire.
    return declared(path ? modulePath(path) : folder, embedded).map(inner => ({
      ...inner,
      wire: [...field.wire, ...inner.wire],
    }))
  })
}

const modulePath = path => {
  const [, module, ...rest] = path.split('/')
  return join(moduleFolder(module), ...rest)
}

const withoutDescriptions = value => {
  if (Array.isArray(value)) return value.map(withoutDescriptions)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'description' && typeof inner === 'string'))
      .map(([key, inner]) => [key, withoutDescriptions(inner)]),
  )
}

function annotated(definition, schema) {
  const fields = new Map(
    declared(packageFolder(packageName(definition)), typeName(definition)).map(field => [field.name, field]),
  )
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const field = fields.get(name)
    if (!field) continue
    property['x-go'] = field.type
    if (field.wire.length) property['x-wire'] = field.wire.join('.')
    if (field.flags.includes('omitzero')) property['x-omit'] = 'zero'
    else if (field.flags.includes('omitempty')) property['x-omit'] = 'empty'
  }
  return schema
}

const packages = new Map()
for (const groupVersion of groupVersions) {
  const { components } = raw(`/openapi/v3/${groupVersion}`)
  for (const [definition, schema] of Object.entries(components.schemas)) {
    const name = packageName(definition)
    const definitions = packages.get(name) ?? {}
    packages.set(name, definitions)
    definitions[definition] ??= annotated(definition, withoutDescriptions(schema))
  }
}

const target = join(dirname(fileURLToPath(import.meta.url)), '../sandbox/embedded/resources/schemas')
mkdirSync(target, { recursive: true })
for (const [name, definitions] of packages) {
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)))
  const lines = Object.entries(sorted).map(
    ([key, schema]) => `${JSON.stringify(key)}:${JSON.stringify(schema)}`,
  )
  writeFileSync(join(target, `${name}.json`), `{\n${lines.join(',\n')}\n}\n`)
}
