import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createWebhooks } from '@/lib/integrations/webhooks'
import type { Webhook } from '@/protocol'
import { type Anything, secret, startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const task = 'selecting'
const home = 'http://lab.example.org'

/** A receiver of webhooks that answers as it is told and keeps what it got. */
const got: { id: string; headers: Record<string, string>; text: string; status: number }[] = []
let answers: number[] = []
/** What a learning record store got. */
const stored: { statement: Anything; headers: Record<string, string>; id: string | null }[] = []
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  if (request.url?.startsWith('/xapi/statements')) {
    const id = new URL(request.url, 'http://store').searchParams.get('statementId')
    const statement = JSON.parse(Buffer.concat(chunks).toString())
    stored.push({ statement, headers: request.headers as Record<string, string>, id })
    return void response.writeHead(request.method === 'PUT' ? 204 : 405).end()
  }
  const status = answers.shift() ?? 200
  const headers = request.headers as Record<string, string>
  got.push({ id: headers['webhook-id']!, headers, text: Buffer.concat(chunks).toString(), status })
  response.writeHead(status).end()
})
let server: Awaited<ReturnType<typeof startTestServer>>
let teacher: TestLearner
let url: string
beforeAll(async () => {
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  url = `http://127.0.0.1:${port}/hook`
  server = await startTestServer({
    xapiStore: `http://key:s%2Fcret@127.0.0.1:${port}/xapi/`,
    publicUrl: home,
  })
  teacher = await server.learner('instructor')
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await server.close()
})

const workshop = async (more: object = {}) => {
  const body = { title: 'Hooked', course, lessons: [lesson], capacity: 3, ...more }
  return (await teacher.api('POST', '/workshops', body)).body
}
const until = async <T>(seen: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await seen()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
/** What waits for a later time is due now. */
const hurry = async () => {
  await server.database.prisma.delivery.updateMany({
    where: { dueAt: { not: null } },
    data: { dueAt: new Date() },
  })
  server.application.outbox.wake()
}

it('tells who joins, what is passed and who is finished: signed, again when it fails, with one id', async () => {
  const made = await workshop()
  const hooks = `/workshops/${made.id}/webhooks`
  const { body: hook }: { body: Webhook } = await teacher.api('POST', hooks, { url })
  expect(hook.secret).toMatch(/^whsec_/)
  expect((await teacher.api('GET', hooks)).body).toEqual([hook])
  answers = [500]
  const ada = await server.learner()
  const { body: seat } = await ada.api('POST', '/seats', { code: made.code, name: 'Ada' })
  await until(() => got.length === 1)
  const listed = async () => (await teacher.api('GET', `${hooks}/${hook.id}/deliveries`)).body
  const failed = await until(async () => (await listed()).find((one: Anything) => one.outcome !== null))
  expect(failed).toMatchObject({ state: 'waiting', attempts: 1, outcome: 'answered 500', type: 'joined' })
  await hurry()
  await until(() => got.length === 2)
  expect(got[1]!.id).toBe(got[0]!.id)

  await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson, task })
  const { tasks } = (await ada.api('GET', `/courses/${course}`)).body.lessons.find(
    (one: Anything) => one.slug === lesson,
  )
  const check = (answer: string) =>
    ada.api('POST', `/sandboxes/${seat.sandbox}/checks`, { lesson, task, answers: { [task]: answer } })
  expect((await check('by-name')).body.outcome).toBe('failed')
  // What was passed is passed once.
  for (const _ of [1, 2]) expect((await check('by-label')).body.outcome).toBe('passed')
  const ends = tasks.length === 1
  await until(() => got.length === (ends ? 4 : 3))

  const verifier = new Verifier(hook.secret)
  const bodies = got.map(({ text, headers }) => verifier.verify(text, headers) as Anything)
  const participant = { seat: seat.seat, number: 1, name: 'Ada' }
  expect(bodies.map(({ type }) => type).slice(0, 3)).toEqual(['joined', 'joined', 'passed'])
  expect(bodies[2].data).toEqual({
    workshop: { id: made.id, title: 'Hooked', course },
    participant,
    lesson,
    task,
  })
  if (ends) expect(bodies[3].type).toBe('finished')
  expect(() => verifier.verify(got[0]!.text.replace('Ada', 'Eve'), got[0]!.headers)).toThrow()
  const states = await until(async () => {
    const all = (await listed()).map(({ state }: Anything) => state)
    return all.every((state: string) => state === 'delivered') && all
  })
  expect(states).toHaveLength(ends ? 3 : 2)

  const before = got.length
  expect((await teacher.api('POST', `${hooks}/${hook.id}/deliveries/${failed.id}/resend`)).status).toBe(204)
  await until(() => got.length === before + 1)
  expect(got.at(-1)!.id).toBe(failed.id)
  expect((await teacher.api('POST', `${hooks}/${hook.id}/test`)).body).toMatchObject({ type: 'test' })
  await until(() => got.length === before + 2)
  expect((await teacher.api('DELETE', `${hooks}/${hook.id}`)).status).toBe(204)
  expect((await teacher.api('GET', hooks)).body).toEqual([])
})

it('is of one workshop: another one’s webhook is not found', async () => {
  const [mine, other] = [await workshop(), await workshop()]
  const { body: hook } = await teacher.api('POST', `/workshops/${mine.id}/webhooks`, { url })
  const at = `/workshops/${other.id}/webhooks/${hook.id}`
  expect((await teacher.api('GET', `${at}/deliveries`)).status).toBe(404)
  expect((await teacher.api('DELETE', at)).status).toBe(404)
})

it('goes to public addresses only, unless private ones are allowed', async () => {
  const { prisma } = server.database
  const { outbox } = server.application
  const strict = createWebhooks({ prisma, outbox, secret, privateAddresses: false })
  const { id } = await workshop()
  for (const address of [url, 'https://10.0.0.1/', 'https://[::ffff:7f00:1]/'])
    await expect(strict.add(id, { url: address, events: ['joined'] })).rejects.toThrow(/Nothing is sent to/)
  expect(await strict.add(id, { url: 'https://example.org/', events: ['joined'] })).toMatchObject({
    events: ['joined'],
  })
})

/** The rules of xAPI 1.0.3 (part two) that concern what we say; nothing else may be in a statement. */
const iri = z.url()
const uuid = z.uuid()
const languageMap = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/), z.string().min(1))
const activity = z.strictObject({
  objectType: z.literal('Activity'),
  id: iri,
  definition: z.strictObject({ type: iri, name: languageMap }),
})
const statement = z.strictObject({
  id: uuid,
  actor: z.strictObject({
    objectType: z.literal('Agent'),
    // 2.4.2.1: exactly one identifier.
    account: z.strictObject({ homePage: iri, name: z.string().min(1) }),
  }),
  verb: z.strictObject({ id: iri, display: languageMap }),
  object: activity,
  result: z
    .strictObject({
      success: z.boolean(),
      completion: z.boolean().optional(),
      score: z.strictObject({ scaled: z.number().min(-1).max(1) }).optional(),
    })
    .optional(),
  context: z.strictObject({
    registration: uuid,
    platform: z.string(),
    language: z.string().regex(/^[a-z]{2}$/),
    contextActivities: z.strictObject({
      parent: z.array(activity).min(1).optional(),
      grouping: z.array(activity).min(1).optional(),
    }),
  }),
  timestamp: z.iso.datetime(),
})

it('tells a learning record store what people do, by the rules of xAPI, and names nobody', async () => {
  const ada = await server.learner()
  await ada.api('PATCH', '/me', { name: 'Ada Lovelace' })
  const { sandbox } = (await ada.api('POST', '/sandboxes', { course })).body
  const before = stored.length
  await ada.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson, task })
  for (const answer of ['by-name', 'by-label'])
    await ada.api('POST', `/sandboxes/${sandbox}/checks`, { lesson, task, answers: { [task]: answer } })
  const said = await until(() => stored.length >= before + 3 && stored.slice(before))
  for (const { statement: one, headers, id } of said) {
    expect(statement.parse(one).id).toBe(id)
    expect(headers['x-experience-api-version']).toBe('1.0.3')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('key:s/cret').toString('base64')}`)
    expect(one.actor).toEqual(said[0]!.statement.actor)
    expect(JSON.stringify(one)).not.toMatch(new RegExp(`Ada|${ada.id}`))
  }
  const verbs = said.map(({ statement: one }) => `${one.verb.display['en-US']} ${one.object.id}`)
  const at = `${home}/courses/${course}/${lesson}`
  expect(verbs).toEqual(
    expect.arrayContaining([`launched ${at}`, `failed ${at}#${task}`, `passed ${at}#${task}`]),
  )
})
