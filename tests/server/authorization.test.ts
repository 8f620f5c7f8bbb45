import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anything, startTestServer, type TestLearner } from './start'

/** Who may call each operation of the OpenAPI document. One that is missing here was forgotten, and fails. */
const table = {
  everybody: [
    'GET /courses/{course}',
    'GET /certificates/{token}',
    'POST /certificates/{token}/grading',
    'GET /drills/{kind}',
    'POST /passwords',
  ],
  person: [
    'GET /me',
    'PATCH /me',
    'DELETE /me',
    'POST /me/account',
    'PUT /me/password',
    'DELETE /me/sessions',
    'GET /me/tokens',
    'POST /me/tokens',
    'DELETE /me/tokens/{token}',
    'GET /me/data',
    'POST /me/administrator',
    'POST /hints',
    'POST /drills/{kind}',
    'POST /courses/{course}/certificate',
    'POST /sandboxes',
    'POST /sandboxes/{id}/lesson',
    'POST /sandboxes/{id}/reset',
    'POST /sandboxes/{id}/checks',
    'POST /sandboxes/{id}/prediction',
    'GET /sandboxes/{id}/files',
    'PUT /sandboxes/{id}/files',
    'DELETE /sandboxes/{id}/files',
  ],
  instructor: [],
  administrator: [
    'GET /people',
    'PUT /people/{person}/role',
    'POST /people/{person}/password-link',
    'GET /audit',
  ],
} as const satisfies Record<string, readonly string[]>

type Who = keyof typeof table

/** Every kind of person, and for whom the routes are that they may call. */
const kinds = {
  nobody: ['everybody'],
  learner: ['everybody', 'person'],
  instructor: ['everybody', 'person', 'instructor'],
  administrator: ['everybody', 'person', 'instructor', 'administrator'],
} as const satisfies Record<string, readonly Who[]>
type Kind = keyof typeof kinds

let server: Awaited<ReturnType<typeof startTestServer>>
let document: Anything
beforeAll(async () => {
  server = await startTestServer()
  const stranger = await server.learner()
  document = (await stranger.api('GET', '/openapi.json', undefined, { cookie: '' })).body
})
afterAll(() => server.close())

const operationsOf = (openapi: Anything) =>
  Object.entries<Anything>(openapi.paths).flatMap(([path, methods]) =>
    Object.entries<Anything>(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      security: operation.security,
    })),
  )

it('covers every operation of the OpenAPI document, and the document says the same', () => {
  const said = operationsOf(document).map(
    ({ name, security }) => `${name}: ${security[0]?.session[0] ?? 'everybody'}`,
  )
  const wanted = Object.entries(table).flatMap(([who, names]) => names.map(name => `${name}: ${who}`))
  expect(said.sort()).toEqual(wanted.sort())
})

describe.each(Object.keys(kinds) as Kind[])('%s', kind => {
  /** A new one for each call: some calls end a session, or a person. */
  const somebody = (): Promise<TestLearner> => server.learner(kind === 'nobody' ? 'learner' : kind)

  it('may call what is for them, and nothing else', async () => {
    const answers: string[] = []
    const wanted: string[] = []
    for (const { name, method, path, security } of operationsOf(document)) {
      const { api } = await somebody()
      const address = path.replace(/\{\w+\}/g, '0'.repeat(32))
      const cookie: Record<string, string> = kind === 'nobody' ? { cookie: '' } : {}
      const { status, body } = await api(method, address, undefined, cookie)
      const refused = body?.code === 'not-signed-in' || body?.code === 'not-allowed'
      answers.push(`${name}: ${refused ? status : 'may'}`)
      const who: Who = security[0]?.session[0] ?? 'everybody'
      const may = (kinds[kind] as readonly Who[]).includes(who)
      wanted.push(`${name}: ${may ? 'may' : kind === 'nobody' ? 401 : 403}`)
    }
    expect(answers).toEqual(wanted)
  })
})
