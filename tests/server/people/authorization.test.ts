import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '@/protocol'
import { type Anything, startTestServer, type TestLearner } from '../running/start'

/** Who may call each operation of the OpenAPI document. One that is missing here was forgotten, and fails. */
const table = {
  everybody: [
    'GET /courses',
    'GET /courses/{course}',
    'GET /certificates/{token}',
    'POST /certificates/{token}/grading',
    'GET /drills/{kind}',
    'POST /passwords',
    'GET /invitations/{code}',
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
    'POST /sandboxes/{id}/extension',
    'POST /sandboxes/{id}/checks',
    'POST /sandboxes/{id}/prediction',
    'GET /sandboxes/{id}/files',
    'PUT /sandboxes/{id}/files',
    'DELETE /sandboxes/{id}/files',
    'POST /seats',
  ],
  instructor: ['POST /workshops', 'GET /workshops', 'GET /cluster', 'POST /cluster/examination'],
  administrator: [
    'GET /people',
    'PUT /people/{person}/role',
    'POST /people/{person}/password-link',
    'GET /audit',
    'GET /platforms',
    'POST /platforms',
    'DELETE /platforms/{platform}',
  ],
  participant: [
    'GET /workshops/{workshop}/seat',
    'POST /workshops/{workshop}/seat/jump',
    'PUT /workshops/{workshop}/seat/hand',
    'PUT /workshops/{workshop}/seat/assist',
    'DELETE /workshops/{workshop}/seat/assist',
    'POST /workshops/{workshop}/certificate',
    'PUT /workshops/{workshop}/polls/{poll}/vote',
  ],
  'workshop-instructor': [
    'PATCH /workshops/{workshop}',
    'POST /workshops/{workshop}/preparation',
    'GET /workshops/{workshop}/webhooks',
    'POST /workshops/{workshop}/webhooks',
    'DELETE /workshops/{workshop}/webhooks/{webhook}',
    'POST /workshops/{workshop}/webhooks/{webhook}/test',
    'GET /workshops/{workshop}/webhooks/{webhook}/deliveries',
    'POST /workshops/{workshop}/webhooks/{webhook}/deliveries/{delivery}/resend',
    'GET /workshops/{workshop}/class',
    'POST /workshops/{workshop}/messages',
    'PUT /workshops/{workshop}/pace',
    'PUT /workshops/{workshop}/timer',
    'PUT /workshops/{workshop}/pause',
    'PUT /workshops/{workshop}/spotlight',
    'PUT /workshops/{workshop}/shared-terminal',
    'GET /workshops/{workshop}/questions',
    'POST /workshops/{workshop}/polls',
    'POST /workshops/{workshop}/polls/{poll}/end',
    'GET /workshops/{workshop}/report',
    'GET /workshops/{workshop}/report.csv',
    'GET /workshops/{workshop}/certificates',
    'POST /workshops/{workshop}/certificates',
    'GET /workshops/{workshop}/seats/{seat}',
    'DELETE /workshops/{workshop}/seats/{seat}/hand',
    'POST /workshops/{workshop}/seats/{seat}/assist',
    'POST /workshops/{workshop}/seats/{seat}/check',
    'DELETE /workshops/{workshop}/seats/{seat}/assist',
    'POST /workshops/{workshop}/seats/{seat}/jump',
    'POST /workshops/{workshop}/seats/{seat}/reset',
  ],
  'workshop-keeper': [
    'GET /workshops/{workshop}',
    'DELETE /workshops/{workshop}',
    'POST /workshops/{workshop}/instructors',
    'DELETE /workshops/{workshop}/instructors/{person}',
  ],
} as const satisfies Record<string, readonly string[]>

type Who = keyof typeof table

type Kind = {
  role: Role | null
  /** What they are in the workshop that the path names. */
  standing?: 'participant' | 'instructor'
  /** For whom the routes are that they may call. */
  may: readonly Who[]
}
const kinds: Readonly<Record<string, Kind>> = {
  nobody: { role: null, may: ['everybody'] },
  'a learner': { role: 'learner', may: ['everybody', 'person'] },
  'an instructor of other workshops': { role: 'instructor', may: ['everybody', 'person', 'instructor'] },
  'an administrator': {
    role: 'administrator',
    may: ['everybody', 'person', 'instructor', 'administrator', 'workshop-keeper'],
  },
  'a participant': {
    role: 'learner',
    standing: 'participant',
    may: ['everybody', 'person', 'participant'],
  },
  'an instructor of the workshop': {
    role: 'instructor',
    standing: 'instructor',
    may: ['everybody', 'person', 'instructor', 'workshop-instructor', 'workshop-keeper'],
  },
}

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

describe.each(Object.entries(kinds))('%s', (_, { role, standing, may }) => {
  /** Somebody new for each call, with a workshop: some calls end a session, a person, a workshop. */
  const somebody = async (): Promise<TestLearner & { workshop: string }> => {
    const learner = await server.learner(role ?? 'learner')
    const id = randomUUID()
    await server.database.prisma.workshop.create({
      data: {
        ...{ id, code: id, title: 'Class', course: 'network-policies', lessons: [], signIn: false },
        ...(standing === 'instructor' && { instructors: { create: { personId: learner.id } } }),
        ...(standing === 'participant' && {
          seats: { create: { id, number: 1, codeHash: id, personId: learner.id, joinedAt: new Date() } },
        }),
      },
    })
    return { ...learner, workshop: id }
  }

  it('may call what is for them, and nothing else', async () => {
    const answers: string[] = []
    const wanted: string[] = []
    for (const { name, method, path, security } of operationsOf(document)) {
      const { api, workshop } = await somebody()
      const address = path.replace('{workshop}', workshop).replace(/\{\w+\}/g, '0'.repeat(32))
      const { status, body } = await api(method, address, undefined, role === null ? { cookie: '' } : {})
      const hidden = body?.code === 'not-found' && body.detail === 'There is no such workshop.'
      const refused = hidden || body?.code === 'not-signed-in' || body?.code === 'not-allowed'
      answers.push(`${name}: ${refused ? status : 'may'}`)
      const who: Who = security[0]?.session[0] ?? 'everybody'
      const otherwise = role === null ? 401 : path.includes('{workshop}') && !standing ? 404 : 403
      wanted.push(`${name}: ${may.includes(who) ? 'may' : otherwise}`)
    }
    expect(answers).toEqual(wanted)
  })
})
