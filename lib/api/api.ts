import { z } from 'zod'
import { isBusy } from '@/lib/database/busy'
import type { Log } from '@/lib/operations/log'
import { createRateLimit } from '@/lib/operations/rate-limit'
import { Refusal } from '@/lib/refusal'
import type { Person } from '@/protocol'
import { SandboxTrouble } from '@/sandbox/provider'
import { openApiOf } from './openapi'
import { ApiProblem, problemResponse } from './problem'
import { readBody } from './read-body'
import { isOfWorkshop, type Method, mayCall, type Route, type Services } from './route'
import { routes } from './routes'
import { isOwnOrigin } from './same-origin'

export const base = '/api/v1'

/** For one person (or one address without one): far above what a page does, far below what hurts. */
const requests = { burst: 120, perMinute: 600 }

export type ApiOptions = Services & { publicUrl: string | undefined; log: Log }

/** Answers requests below `/api/v1` from the registry of routes. Never rejects. */
export function createApi({ publicUrl, log, ...services }: ApiOptions) {
  const limit = createRateLimit(requests)

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const path = url.pathname.slice(base.length)
    if (request.method === 'GET' && path === '/openapi.json')
      return json(openApiOf(routes, { base, title: 'netpol-lab' }))
    const { route, fields } = find(request.method, path)
    if (route.method !== 'GET') refuseOtherSites(request)
    const person = await whoAsks(request.headers)
    const address = request.headers.get('x-forwarded-for') ?? ''
    if (!limit.take(person?.id ?? address))
      throw new ApiProblem('too-many-requests', 'Wait a moment, then try again.')
    const standing = await admitted(route, person, fields.workshop ?? '')
    const body = route.body && checked(route.body, await readBody(request))
    const query = checked(querySchema(route), Object.fromEntries(url.searchParams))
    const seat = standing?.seat ?? ''
    const result = await route.handle({ services, person, path: fields, seat, query, body })
    if (route.media) return textOf(result, route.media)
    return route.response ? json(result) : new Response(null, { status: 204, headers: noStore })
  }

  /** A program says so by a token; then its cookies, if it has any, count for nothing. */
  const whoAsks = (headers: Headers) => {
    const authorization = headers.get('authorization')
    return authorization === null
      ? services.people.of(headers.get('cookie'))
      : services.apiTokens.bearer(authorization)
  }

  /** What they are in the workshop, if the route is of one; refuses whom it is not for. */
  const admitted = async ({ who }: Route, person: Person | null, workshop: string) => {
    const ofWorkshop = isOfWorkshop(who)
    const standing = person && ofWorkshop ? await services.workshops.standing(person, workshop) : null
    if (mayCall[who](person, standing)) return standing
    if (!person) throw new ApiProblem('not-signed-in')
    // A workshop that one is nothing to looks as if it were not there.
    if (ofWorkshop && standing === null) throw new ApiProblem('not-found', 'There is no such workshop.')
    throw new ApiProblem('not-allowed')
  }

  const refuseOtherSites = ({ headers }: Request) => {
    const site = headers.get('sec-fetch-site')
    const host = headers.get('x-forwarded-host') ?? headers.get('host')
    if (site === 'cross-site' || !isOwnOrigin(headers.get('origin'), host, publicUrl))
      throw new ApiProblem('cross-origin')
  }

  return async (request: Request): Promise<Response> => {
    try {
      return await answer(request)
    } catch (error) {
      if (error instanceof ApiProblem) return problemResponse(error)
      if (error instanceof Refusal)
        return problemResponse({ code: error.code, detail: error.message, headers: {} })
      if (error instanceof SandboxTrouble)
        return problemResponse({ code: 'cluster-trouble', detail: error.message, headers: {} })
      if (isBusy(error)) {
        log.warn('api.busy', { method: request.method, path: new URL(request.url).pathname, error })
        return problemResponse({ code: 'busy', detail: 'Try again in a moment.', headers: {} })
      }
      log.error('api.failed', { method: request.method, path: new URL(request.url).pathname, error })
      return problemResponse({ code: 'internal', detail: undefined, headers: {} })
    }
  }
}

const noStore = { 'cache-control': 'no-store' }
const json = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { ...noStore, 'content-type': 'application/json' } })

const textOf = (result: unknown, media: string) =>
  new Response(String(result), { headers: { ...noStore, 'content-type': media } })

const patterns = routes.map(route => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

function find(method: string, path: string): { route: Route; fields: Record<string, string> } {
  const here = patterns.flatMap(({ route, pattern }) => {
    const match = pattern.exec(path)
    return match ? [{ route, match }] : []
  })
  const found = here.find(({ route }) => route.method === method)
  if (!found && here.length > 0) {
    const allow = here.map(({ route }) => route.method as Method).join(', ')
    throw new ApiProblem('method-not-allowed', undefined, { allow })
  }
  if (!found) throw new ApiProblem('unknown-route')
  const fields = Object.entries(found.match.groups ?? {}).map(([name, value]) => [name, decoded(value)])
  return { route: found.route, fields: Object.fromEntries(fields) }
}

function decoded(value: string): string {
  try {
    const text = decodeURIComponent(value)
    // Nothing here has such a name, and PostgreSQL has no such text.
    if (!text.includes('\0')) return text
  } catch {
    // Not UTF-8.
  }
  throw new ApiProblem('unknown-route')
}

const querySchema = ({ query = {} }: Route) =>
  z.object(Object.fromEntries(Object.entries(query).map(([name, { schema }]) => [name, schema])))

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ApiProblem('bad-request', z.prettifyError(parsed.error))
}
