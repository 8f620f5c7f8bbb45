import { text } from '@/components/ui/text'
import type { Problem } from '@/protocol'

/** An answer of `/api/v1` that is not a success, with the server's own words. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which the server wants to be asked again. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = 'RequestFailed'
  }
}

async function problemOf(response: Response): Promise<RequestFailed> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null
  if (response.status === 401) return new RequestFailed(401, 'signed-out', text('request.signed-out'))
  return new RequestFailed(
    response.status,
    problem?.code ?? 'unknown',
    problem?.detail ?? problem?.title ?? `${response.status} ${response.statusText}`,
    Number(response.headers.get('retry-after')) || undefined,
  )
}

/** Asks `/api/v1`. Throws RequestFailed for an error answer, and with status 0 when nobody answers. */
export async function request<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new RequestFailed(0, 'unreachable', text('request.unreachable'))
  })
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}
