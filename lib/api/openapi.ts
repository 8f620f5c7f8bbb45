import { z } from 'zod'
import { problem } from '@/protocol'
import { type ProblemCode, problems } from './problem'
import { isOfWorkshop, type Route } from './route'

/** What every route may answer. */
const usual: readonly ProblemCode[] = ['too-many-requests', 'busy', 'cluster-trouble', 'internal']

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** The OpenAPI 3.1 document of the registered routes. */
export function openApiOf(routes: readonly Route[], { base, title }: { base: string; title: string }) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    paths[route.path]![route.method.toLowerCase()] = operation(route)
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    servers: [{ url: base }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
        token: { type: 'http', scheme: 'bearer', description: 'Made on the page "Your account".' },
      },
    },
  }
}

function operation(route: Route) {
  const { summary, body, response, media = 'application/json', query = {}, who } = route
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query).map(([name, { schema, about }]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    description: about,
    schema: schemaOf(schema, 'input'),
  }))
  return {
    summary,
    // The role that is required, as OpenAPI 3.1 allows for schemes that have no scopes.
    security: who === 'everybody' ? [] : [{ session: [who] }, { token: [who] }],
    parameters: [...inPath, ...inQuery],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      ...(response
        ? {
            200: {
              description: 'OK',
              content: { [media]: { schema: schemaOf(response, 'output') } },
            },
          }
        : { 204: { description: 'Done' } }),
      ...problemsOf(route),
    },
  }
}

/** Problems by status; their codes are in the description. */
function problemsOf({ body, query, who, method, problems: own = [] }: Route) {
  const codes: ProblemCode[] = [...own, ...usual]
  if (who !== 'everybody') codes.push('not-signed-in')
  if (who !== 'everybody' && who !== 'person') codes.push('not-allowed')
  if (isOfWorkshop(who)) codes.push('not-found')
  if (method !== 'GET') codes.push('cross-origin')
  if (body) codes.push('bad-json', 'bad-request', 'too-large')
  else if (query) codes.push('bad-request')
  const byStatus: Record<number, ProblemCode[]> = {}
  for (const code of codes) {
    const { status } = problems[code]
    byStatus[status] = [...new Set([...(byStatus[status] ?? []), code])]
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => [
      status,
      {
        description: codes.map(code => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}
