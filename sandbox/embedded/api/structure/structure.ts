import { type Decoded, decode } from './decode'
import { definitionOf, type Schema } from './definitions'
import { type Node, nodeOf } from './node'

/** How objects of a kind are made: what a document becomes, how two objects are merged, what OpenAPI says of them. */
export type Structure = {
  /** Its name in OpenAPI: `io.k8s.api.core.v1.Pod`. */
  readonly definition: string
  readonly node: Node
  /** What is not of the kind is dropped and reported, what has a default gets it. */
  read(document: unknown): Decoded
  /** Definitions that were not recorded, because the kind came with a CustomResourceDefinition. */
  readonly schemas?: ReadonlyMap<string, Schema>
}

export type Kind = {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly structure?: Structure
}

const recorded = new Map<string, Structure>()

/** The structure of a kind: its own, or as it was recorded; undefined for a kind that nobody knows. */
export function structureOf({ group, version, kind, structure }: Kind): Structure | undefined {
  if (structure) return structure
  const definition = definitionOf(group, version, kind)
  if (!definition) return undefined
  const known = recorded.get(definition)
  if (known) return known
  const made: Structure = {
    definition,
    node: nodeOf(definition),
    read: document => decode(made.node, document),
  }
  recorded.set(definition, made)
  return made
}

/** As `structureOf`, for kinds that are served. */
export function requireStructure(kind: Kind): Structure {
  const found = structureOf(kind)
  if (!found) throw new Error(`no recorded schema for ${kind.kind}`)
  return found
}
