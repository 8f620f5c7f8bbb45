// Not the package's main file: tsx would take the TypeScript source that lies beside it.
import { applyOperation, type Operation } from 'fast-json-patch/commonjs/core.js'
import { failure } from '../status'

const maxOperations = 10_000

const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')

/** The real server replaces members of an object that are not there: it adds them. */
function asReal(document: object, operation: Operation): Operation {
  if (operation?.op !== 'replace' || typeof operation.path !== 'string') return operation
  const steps = operation.path.split('/').slice(1).map(unescaped)
  const name = steps.pop()
  let parent: unknown = document
  for (const step of steps) {
    if (parent === null || typeof parent !== 'object' || !Object.hasOwn(parent, step)) return operation
    parent = (parent as Record<string, unknown>)[step]
  }
  const missing =
    name !== undefined &&
    parent !== null &&
    typeof parent === 'object' &&
    !Array.isArray(parent) &&
    !Object.hasOwn(parent, name)
  return missing ? { ...operation, op: 'add' } : operation
}

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
    return (operations as Operation[]).reduce<object>(
      (document, operation) => applyOperation(document, asReal(document, operation), true, true).newDocument,
      structuredClone(original),
    )
  } catch {
    throw failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
  }
}
