import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWebhooks } from '@/lib/integrations/webhooks'
import type { Webhook } from '@/protocol'
import { type Anything, secret, startTestServer, type TestLearner } from './start'

const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const task = 'selecting'

/** A receiver of webhooks that answers as it is told and keeps what it got. */
const got: { id: string; headers: Record<string, string>; text: string; status: number }[] = []
let answers: number[] = []
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
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
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  server = await startTestServer()
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
