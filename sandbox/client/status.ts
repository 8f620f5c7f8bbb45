import type { V1Status } from '@kubernetes/client-node'

/** The server answered with a Kubernetes Status of failure; `message` is the server's own. */
export class ApiStatusError extends Error {
  constructor(
    readonly status: V1Status,
    /** Texts of the answer's `Warning` headers. */
    readonly warnings: readonly string[] = [],
  ) {
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
  const text = body.trim()
  const bare = bareStatus[code]
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    reason: bare?.reason ?? (code >= 500 ? 'InternalError' : 'Unknown'),
    message: bare ? (bare.message ?? text) : unknownStatus(code, text),
  }
}

const unknownStatus = (code: number, text: string): string =>
  code >= 500
    ? `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`
    : `the server responded with the status code ${code} but did not return more information`

export function isStatus(value: unknown): value is V1Status {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'Status'
}

/** k8s.io/apimachinery/pkg/api/errors NewGenericServerResponse: without a message the server's own is told. */
const bareStatus: Readonly<Record<number, { reason: string; message?: string }>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: {
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
  406: { reason: 'NotAcceptable' },
  409: { reason: 'Conflict', message: 'the server reported a conflict' },
  415: { reason: 'UnsupportedMediaType' },
  422: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
  429: {
    reason: 'TooManyRequests',
    message: 'the server has received too many requests and has asked us to try again later',
  },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: {
    reason: 'Timeout',
    message:
      'the server was unable to return a response in the time allotted, but may still be processing the request',
  },
}
