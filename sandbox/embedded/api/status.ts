import type { V1Status, V1StatusCause, V1StatusDetails } from '@kubernetes/client-node'
import type { FieldError } from '../resources/registration'

/** A request failed as Kubernetes says it: `status` is the answer's body, `status.code` its HTTP status. */
export class ApiError extends Error {
  constructor(readonly status: V1Status) {
    super(status.message)
    this.name = 'ApiError'
  }

  get code(): number {
    return this.status.code ?? 500
  }

  get reason(): string | undefined {
    return this.status.reason
  }
}

/** The group and plural name of what was asked for, as in error messages: `networkpolicies.networking.k8s.io`. */
export type Named = { group: string; name: string }

/** A Status of failure (apimachinery, api/errors). */
export const failure = (
  code: number,
  reason: string | undefined,
  message: string,
  details?: V1StatusDetails,
) =>
  new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason ? { reason } : {}),
    ...(details ? { details } : {}),
    code,
  })

const qualified = ({ group, name }: Named) => (group ? `${name}.${group}` : name)

const about = ({ group, name: kind }: Named, name: string): V1StatusDetails => ({
  ...(name ? { name } : {}),
  ...(group ? { group } : {}),
  ...(kind ? { kind } : {}),
})

export const notFound = (resource: Named, name: string) =>
  failure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, about(resource, name))

export const alreadyExists = (resource: Named, name: string) =>
  failure(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, about(resource, name))

const modified = 'the object has been modified; please apply your changes to the latest version and try again'

export const conflict = (resource: Named, name: string, why = modified) =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
    about(resource, name),
  )

export const forbidden = (resource: Named, name: string, why: string, causes?: V1StatusCause[]) =>
  failure(403, 'Forbidden', `${qualified(resource)}${name ? ` "${name}"` : ''} is forbidden: ${why}`, {
    ...about(resource, name),
    ...(causes ? { causes } : {}),
  })

/** 422 with every field error; the message repeats them as kubectl shows them. */
export function invalid(group: string, kind: string, name: string, errors: readonly FieldError[]) {
  const seen = new Set<string>()
  const texts = errors
    .map(({ field, message }) => `${field}: ${message}`)
    .filter(text => !seen.has(text) && seen.add(text))
  return failure(
    422,
    'Invalid',
    `${qualified({ group, name: kind })} "${name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`,
    {
      ...about({ group, name: kind }, name),
      causes: errors.map(({ reason, message, field }) => ({ reason, message, field })),
    },
  )
}

export const badRequest = (message: string) => failure(400, 'BadRequest', message)
/** What the real server answers with 500 and no reason, although the client is at fault: here nothing is a 500. */
export const withoutReason = (message: string) => failure(400, undefined, message)
export const unauthorized = () => failure(401, 'Unauthorized', 'Unauthorized')
export const noSuchPath = () =>
  failure(404, 'NotFound', 'the server could not find the requested resource', {})
export const methodNotAllowed = () =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
export const expired = (message: string) => failure(410, 'Expired', message)
export const internalError = (message: string) =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })
