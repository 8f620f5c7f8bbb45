// Not the package's main file: tsx would take the TypeScript source that lies beside it.
import { applyPatch, type Operation } from 'fast-json-patch/commonjs/core.js'
import type { KubeObject } from '../object'

export type JsonPatchOperation = Operation

/** Applies a JSON patch (RFC 6902) to a copy. Throws when a path is not there or a test fails. */
export function applyJsonPatch(object: KubeObject, operations: readonly JsonPatchOperation[]): KubeObject {
  return applyPatch(structuredClone(object), operations, true).newDocument
}
