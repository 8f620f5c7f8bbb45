// Not the package's main file: tsx would take the TypeScript source that lies beside it.
import { applyPatch, type Operation } from 'fast-json-patch/commonjs/core.js'
import { failure } from '../status'

const maxOperations = 10_000

/** A JSON patch (RFC 6902) on a copy. Throws Invalid (422) for what cannot be applied. */
export function jsonPatch(original: object, operations: unknown): object {
  if (!Array.isArray(operations)) {
    throw failure(
      400,
      'BadRequest',
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    )
  }
  if (operations.length > maxOperations) {
    throw failure(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${maxOperations}, got ${operations.length}`,
      {},
    )
  }
  try {
    return applyPatch(structuredClone(original), operations as Operation[], true, true, true).newDocument
  } catch {
    throw failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
  }
}
