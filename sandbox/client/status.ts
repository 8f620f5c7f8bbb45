import type { V1Status } from '@kubernetes/client-node'

/** The server answered with a Kubernetes Status of failure; `message` is the server's own. */
export class ApiStatusError extends Error {
  constructor(readonly status: V1Status) {
    super(status.message ?? `the server responded with the status code ${status.code ?? 0}`)
    this.name = 'ApiStatusError'
  }

  get code(): number {
    return this.status.code ?? 0
  }

  get reason(): string {
    return this.status.reason ?? ''
  }
}

/** What a non-2xx answer says: its Status, or one made from the bare HTTP status as client-go makes it. */
export function statusOf(code: number, body: string): V1Status {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isStatus(parsed)) return { ...parsed, code: parsed.code ?? code }
  } catch {
    // Not JSON: a proxy, or a plain text answer.
  }
  const bare = bareStatus[code]
  const text = body.trim()
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    reason: bare?.reason ?? (code >= 500 ? 'InternalError' : 'Unknown'),
    message: text || bare?.message || `the server responded with the status code ${code}`,
  }
}

export function isStatus(value: unknown): value is V1Status {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'Status'
}

/** k8s.io/apimachinery/pkg/api/errors NewGenericServerResponse. */
const bareStatus: Readonly<Record<number, { reason: string; message: string }>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden', message: 'the server does not allow access to the requested resource' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: {
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
  429: {
    reason: 'TooManyRequests',
    message: 'the server has received too many requests and has asked us to try again later',
  },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: {
    reason: 'Timeout',
    message: 'the server was unable to return a response in the time allotted',
  },
}
