import type { RefusalCode } from '@/lib/refusal'
import type { Problem } from '@/protocol'

/** Codes beyond those of refusals: what is wrong with the request itself, or with us. */
export type ProblemCode =
  | RefusalCode
  | 'not-signed-in'
  | 'not-allowed'
  | 'cross-origin'
  | 'unknown-route'
  | 'method-not-allowed'
  | 'bad-json'
  | 'bad-request'
  | 'too-large'
  | 'too-many-requests'
  | 'file-not-found'
  | 'file-refused'
  | 'cluster-trouble'
  | 'internal'

/** Status and title of every problem that the API answers. */
export const problems: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  'bad-json': { status: 400, title: 'The body is not JSON' },
  'bad-request': { status: 400, title: 'The request is not as the API describes it' },
  'unknown-language': { status: 400, title: 'There is no such language' },
  'unknown-provider': { status: 400, title: 'There are no such clusters here' },
  'ends-before-start': { status: 400, title: 'The end is before the start' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'account-needed': { status: 403, title: 'An account is needed' },
  'lesson-closed': { status: 403, title: 'The lesson is not open yet' },
  'not-allowed': { status: 403, title: 'You may not do that' },
  'wrong-password': { status: 403, title: 'That is not the password' },
  'cross-origin': { status: 403, title: 'The request comes from another site' },
  'not-found': { status: 404, title: 'Not found' },
  'unknown-route': { status: 404, title: 'The API has no such address' },
  'unknown-course': { status: 404, title: 'There is no such course' },
  'unknown-lesson': { status: 404, title: 'There is no such lesson' },
  'unknown-task': { status: 404, title: 'There is no such task' },
  'unknown-account': { status: 404, title: 'There is no such account' },
  'unknown-code': { status: 404, title: 'There is no such code' },
  'file-not-found': { status: 404, title: 'There is no such file' },
  'method-not-allowed': { status: 405, title: 'The API does not do that here' },
  'objects-changed': { status: 409, title: 'Objects were changed since the start' },
  'account-already': { status: 409, title: 'There is an account already' },
  'last-instructor': { status: 409, title: 'Nobody else gives the workshop' },
  'seats-taken': { status: 409, title: 'Seats are taken' },
  'workshop-full': { status: 409, title: 'The workshop is full' },
  'last-administrator': { status: 409, title: 'Nobody else is an administrator' },
  'login-taken': { status: 409, title: 'The name is taken' },
  'platform-known': { status: 409, title: 'The platform is known' },
  'too-many-webhooks': { status: 409, title: 'Too many webhooks' },
  'too-many-tokens': { status: 409, title: 'Too many tokens' },
  'course-not-finished': { status: 409, title: 'The course is not finished' },
  'name-missing': { status: 409, title: 'A name is missing' },
  'lesson-not-open': { status: 409, title: 'The lesson is not open' },
  'task-not-open': { status: 409, title: 'The task is not open' },
  'check-running': { status: 409, title: 'A check is running' },
  'too-many-terminals': { status: 409, title: 'Too many terminals' },
  'file-refused': { status: 409, title: 'The file cannot be read or written' },
  'poll-over': { status: 409, title: 'The question is over' },
  'workshop-over': { status: 410, title: 'The workshop is over' },
  'token-unusable': { status: 410, title: 'The link cannot be used any more' },
  'too-large': { status: 413, title: 'The request is too large' },
  elsewhere: { status: 421, title: 'The participant is on another server' },
  'address-refused': { status: 422, title: 'The address cannot be used' },
  'unusable-answer': { status: 422, title: 'The answer cannot be judged' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'too-many-tries': { status: 429, title: 'Too many tries' },
  internal: { status: 500, title: 'Something went wrong here' },
  'start-failed': { status: 500, title: 'The start state could not be set up' },
  'cluster-trouble': { status: 503, title: 'The cluster cannot be asked now' },
  busy: { status: 503, title: 'Too much is asked at once' },
  'no-capacity': { status: 503, title: 'All sandboxes are in use' },
  'check-timeout': { status: 504, title: 'The check took too long' },
}

/** Seconds after which it may be asked again, where waiting helps. */
const retryAfter: Partial<Record<ProblemCode, number>> = {
  busy: 2,
  'too-many-requests': 5,
  'no-capacity': 15,
  'too-many-tries': 60,
}

/** An error answer of the API (RFC 9457), thrown by what handles a request. */
export class ApiProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail ?? problems[code].title)
    this.name = 'ApiProblem'
  }
}

export function problemResponse({ code, detail, headers }: Pick<ApiProblem, 'code' | 'detail' | 'headers'>) {
  const { status, title } = problems[code]
  const after = retryAfter[code]
  const body: Problem = { type: 'about:blank', title, status, code, ...(detail !== undefined && { detail }) }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      ...(after !== undefined && { 'retry-after': String(after) }),
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    },
  })
}
