import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import {
  type Anything,
  programAt,
  startTestServer,
  type TestLearner,
  type TestSocket,
} from '../running/start'

const course = 'network-policies'
const [first, second] = ['01-how-network-policies-work', '05-default-deny-ingress'] as const
const task = 'selecting'

let server: Awaited<ReturnType<typeof startTestServer>>
const received: string[] = []
const receiver = createServer((request, response) => {
  received.push(String(request.headers['webhook-id']))
  response.writeHead(200).end()
})
beforeAll(async () => {
  server = await startTestServer()
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await server.close()
})

const painted = ({ messages }: TestSocket) => messages.map(({ data }) => data ?? '').join('')
const attached = async (socket: TestSocket, viewer: string) => {
  await socket.opened()
  socket.send({ type: 'attach', version: protocolVersion, viewer, columns: 100, rows: 30 })
  return socket
}
const subscribed = async (socket: TestSocket) => {
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  await socket.message(({ type }) => type === 'snapshot')
  return socket
}
const seen = (socket: TestSocket, type: string, outcome?: string) =>
  socket.message(({ event }) => event?.type === type && event.outcome === outcome)

/** An instructor's program: it has their token and no cookie, and notes each operation that it calls. */
async function programOf(person: TestLearner) {
  const { token } = (await person.api('POST', '/me/tokens', { name: 'a program', days: 1 })).body
  const { api, socket } = programAt(server.host, token)
  const walked = new Set<string>()
  const call = async (operation: string, fields: Record<string, string | number> = {}, body?: unknown) => {
    walked.add(operation)
    const [method = '', path = ''] = operation.split(' ')
    const address = path.replace(/\{(\w+)\}/g, (_, name) => String(fields[name]))
    const answer = await api(method, address, body)
    expect(answer.status, `${operation} ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  return { call, socket, walked }
}

it('a whole workshop is given by a program that has a token alone; no operation is left out', async () => {
  const person = await server.learner('instructor')
  const helper = await server.learner('instructor')
  const { call, socket, walked } = await programOf(person)
  const at = '/workshops/{workshop}'

  // 1. Set-up
  const courses = await call('GET /courses')
  expect(courses.map(({ slug }: Anything) => slug)).toContain(course)
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
  const made = await call(
    'POST /workshops',
    {},
    {
      ...{ title: 'By program', course, lessons: [first, second], capacity: 2, language: 'en' },
      ...{ startsAt: hours(1), endsAt: hours(3), provider: 'embedded', signIn: false, keepDays: 7 },
    },
  )
  const workshop = made.id
  expect(await call('GET /workshops')).toContainEqual(made)
  const { login } = (await helper.api('GET', '/me')).body
  await call(`POST ${at}/instructors`, { workshop }, { login })
  await call(`DELETE ${at}/instructors/{person}`, { workshop, person: helper.id })
  const live = await subscribed(socket(`/ws/workshops/${workshop}/live`))
  await call(`POST ${at}/preparation`, { workshop }, { seats: 1 })
  expect((await seen(live, 'prepared')).event.problem).toBeNull()
  const { port } = receiver.address() as AddressInfo
  const events = ['joined', 'passed', 'finished']
  const hook = await call(`POST ${at}/webhooks`, { workshop }, { url: `http://127.0.0.1:${port}/`, events })
  expect(await call(`GET ${at}/webhooks`, { workshop })).toEqual([hook])

  // 2. Joining
  const ada = await server.learner()
  const { body: seat } = await ada.api('POST', '/seats', { code: made.code, name: 'Ada' })
  await seen(live, 'joined')
  await subscribed(ada.socket(`/ws/workshops/${workshop}/live`))
  await live.message(({ type, seats }) => type === 'online' && seats.includes(seat.seat))
  const begun = await call(`PATCH ${at}`, { workshop }, { startsAt: new Date().toISOString(), capacity: 3 })
  expect(await call(`GET ${at}`, { workshop })).toEqual(begun)

  // 3. What is seen while they work
  const check = (answer: string) =>
    ada.api('POST', `/sandboxes/${seat.sandbox}/checks`, { lesson: first, task, answers: { [task]: answer } })
  await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson: first, task })
  expect((await check('by-name')).body.outcome).toBe('failed')
  await seen(live, 'graded', 'failed')
  const now = await call(`GET ${at}/class`, { workshop })
  expect(now.online).toEqual([seat.seat])
  expect(now.class.seats[seat.seat].tasks[`${first}/${task}`].attempts).toBe(1)
  await server.application.rooms.add(workshop, {
    ...{ type: 'graded', seat: seat.seat, lesson: first, task: 'x', outcome: 'failed' },
    mistakes: [{ id: 'made-up', message: { id: 'page.try', params: {} } }],
  })
  await call(`PUT ${at}/spotlight`, { workshop }, { mistake: 'made-up' })

  // 4. Helping
  const one = { workshop, seat: seat.seat }
  await ada.api('PUT', `/workshops/${workshop}/seat/hand`, { raised: true, question: 'Why?' })
  expect((await seen(live, 'hand')).event).toMatchObject({ raised: true, question: 'Why?' })
  await call(`DELETE ${at}/seats/{seat}/hand`, one)
  await call(`POST ${at}/seats/{seat}/jump`, one, { lesson: second })
  const has = await call(`GET ${at}/seats/{seat}`, one)
  expect([has.lesson, has.objects.networkPolicies]).toEqual([second, []])
  expect(has.objects.pods.length).toBeGreaterThan(0)
  expect((await call(`POST ${at}/seats/{seat}/check`, one)).result.outcome).toBe('failed')
  await call(`POST ${at}/seats/{seat}/reset`, one)
  await subscribed(socket(`/ws/workshops/${workshop}/seats/${seat.seat}/live`))
  const theirs = await attached(
    socket(`/ws/workshops/${workshop}/seats/${seat.seat}/terminals/main`),
    'program-1',
  )
  await theirs.message(({ type }) => type === 'screen')
  await call(`POST ${at}/seats/{seat}/assist`, one)
  expect((await ada.api('PUT', `/workshops/${workshop}/seat/assist`)).status).toBe(204)
  theirs.send({ type: 'input', sequence: 1, data: 'echo typed-$((40 + 2))\r' })
  await theirs.message(() => painted(theirs).includes('typed-42'))
  await call(`DELETE ${at}/seats/{seat}/assist`, one)
  await call(
    `POST ${at}/messages`,
    { workshop },
    { text: 'Look', lesson: second, command: 'kubectl get netpol' },
  )
  const { sandbox } = await call(`PUT ${at}/shared-terminal`, { workshop }, { shared: true })
  const own = await attached(socket(`/ws/sandboxes/${sandbox}/terminals/main`), 'program-2')
  const watched = await attached(ada.socket(`/ws/workshops/${workshop}/shared`), 'watching')
  own.send({ type: 'input', sequence: 1, data: 'echo shown-$((40 + 2))\r' })
  await watched.message(() => painted(watched).includes('shown-42'))
  await call(`PUT ${at}/shared-terminal`, { workshop }, { shared: false })

  // 5. Pacing
  await call(`PUT ${at}/pace`, { workshop }, { mode: 'gated', lesson: first })
  await call(`PUT ${at}/timer`, { workshop }, { seconds: 60, label: 'Exercise' })
  await call(`PUT ${at}/pause`, { workshop }, { paused: true })
  await call(`PUT ${at}/pause`, { workshop }, { paused: false })
  expect(Array.isArray(await call(`GET ${at}/questions`, { workshop }))).toBe(true)
  const asked = { question: 'Who gets in?', choices: ['all', 'nobody'], right: 1 }
  const { poll } = await call(`POST ${at}/polls`, { workshop }, asked)
  expect((await ada.api('PUT', `/workshops/${workshop}/polls/${poll}/vote`, { choice: 1 })).status).toBe(204)
  await seen(live, 'vote')
  await call(`POST ${at}/polls/{poll}/end`, { workshop, poll }, { shown: true })

  // 6. After
  await call(`POST ${at}/seats/{seat}/jump`, one, { lesson: first })
  expect((await check('by-label')).body.outcome).toBe('passed')
  await seen(live, 'graded', 'passed')
  const [row] = await call(`GET ${at}/report`, { workshop })
  expect(row).toMatchObject({ name: 'Ada', passed: 1, attempts: 2, answered: 1, answeredRight: 1 })
  expect(await call(`GET ${at}/report.csv`, { workshop })).toMatch(/^number,name,.*\r\n1,Ada,/)
  // Lesson 05 is not passed: nobody gets one.
  expect(await call(`POST ${at}/certificates`, { workshop })).toEqual([])
  expect(await call(`GET ${at}/certificates`, { workshop })).toEqual([])
  const test = await call(`POST ${at}/webhooks/{webhook}/test`, { workshop, webhook: hook.id })
  const sent = { workshop, webhook: hook.id, delivery: test.id }
  const deliveries = await call(`GET ${at}/webhooks/{webhook}/deliveries`, sent)
  expect(deliveries.map(({ type }: Anything) => type).sort()).toEqual(['joined', 'passed', 'test'])
  while (received.filter(id => id === test.id).length < 1) await new Promise(done => setTimeout(done, 20))
  await call(`POST ${at}/webhooks/{webhook}/deliveries/{delivery}/resend`, sent)
  while (received.filter(id => id === test.id).length < 2) await new Promise(done => setTimeout(done, 20))
  await call(`DELETE ${at}/webhooks/{webhook}`, sent)
  await call(`DELETE ${at}`, { workshop })
  expect((await ada.api('GET', `/workshops/${workshop}/seat`)).status).toBe(404)

  const { paths } = (await person.api('GET', '/openapi.json')).body
  const forInstructors = Object.entries<Anything>(paths).flatMap(([path, methods]) =>
    Object.entries<Anything>(methods)
      .filter(([, { security }]) => path.startsWith('/workshops') && security[0].session[0] !== 'participant')
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  expect(forInstructors.filter(operation => !walked.has(operation))).toEqual([])
}, 120_000)

it('a token that is none, or is only in the wrong place, opens no socket', async () => {
  const person = await server.learner('instructor')
  const body = { title: 'Mine', course, capacity: 1 }
  const { id } = (await person.api('POST', '/workshops', body)).body
  const at = `/ws/workshops/${id}/live`
  expect(await programAt(server.host, 'netpol_none').socket(at).refused()).toBe(401)
  const { token } = (
    await (await server.learner('instructor')).api('POST', '/me/tokens', { name: 'x', days: 1 })
  ).body
  expect(await programAt(server.host, token).socket(at).refused()).toBe(404)
  // A page has cookies: beside a token they count for nothing.
  expect(await person.socket(at, { authorization: 'Bearer netpol_none' }).refused()).toBe(401)
})
