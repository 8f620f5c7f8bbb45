import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A recorded OpenAPI v3 schema (scripts/record-openapi.mjs). `x-go`, `x-wire` and `x-omit` say how Go declares the field. */
export type Schema = {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  format?: string
  allOf?: Schema[]
  oneOf?: Schema[]
  $ref?: string
  properties?: Record<string, Schema>
  additionalProperties?: Schema
  items?: Schema
  required?: string[]
  enum?: unknown[]
  default?: unknown
  'x-go'?: string
  'x-wire'?: string
  'x-omit'?: 'empty' | 'zero'
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[]
  'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set'
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-map-type'?: 'atomic' | 'granular'
  'x-kubernetes-patch-merge-key'?: string
  'x-kubernetes-patch-strategy'?: string
}

const folder = fileURLToPath(new URL('../../resources/schemas', import.meta.url))

let loaded: Map<string, Schema> | undefined

/** Every recorded definition by its name (`io.k8s.api.core.v1.Pod`); read once a process, shared by all clusters. */
export function definitions(): ReadonlyMap<string, Schema> {
  if (!loaded) {
    loaded = new Map()
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.json')) continue
      const parsed: Record<string, Schema> = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      for (const [name, schema] of Object.entries(parsed)) loaded.set(name, schema)
    }
  }
  return loaded
}

/** `#/components/schemas/NAME`, direct or as the only member of `allOf`. */
export function reference(schema: Schema): string | undefined {
  const target = schema.$ref ?? schema.allOf?.[0]?.$ref
  return target?.slice(target.lastIndexOf('/') + 1)
}

let byKind: Map<string, string> | undefined

const key = (group: string, version: string, kind: string) => `${group}/${version}/${kind}`

/** The definition of a kind, e.g. of `networking.k8s.io`, `v1`, `NetworkPolicy`. */
export function definitionOf(group: string, version: string, kind: string): string | undefined {
  if (!byKind) {
    byKind = new Map()
    for (const [name, schema] of definitions()) {
      for (const kind of schema['x-kubernetes-group-version-kind'] ?? []) {
        byKind.set(key(kind.group, kind.version, kind.kind), name)
      }
    }
  }
  return byKind.get(key(group, version, kind))
}
