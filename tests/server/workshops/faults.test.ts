import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { protocolVersion } from '@/protocol'
import { createKillable } from '../running/killable'
import { type Anything, learnerAt, type TestLearner, type TestSocket } from '../running/start'
import { ada, seat, teachAda, teacher, workshop } from './class-of-one'

const lesson = '01-how-network-policies-work'
const task = 'selecting'
const key = `${lesson}/${task}`

teachAda({ lessons: [lesson, '05-default-deny-ingress'], capacity: 2 })
afterEach(() => void vi.restoreAllMocks())

const at = (rest: string) => `/workshops/${workshop.id}${rest}`
const lead = (method: string, rest: string, body?: unknown) => teacher.api(method, at(rest), body)
const open = () => ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson, task })
const check = (answer: string, who = ada) =>
  who.api('POST', `/sandboxes/${seat.sandbox}/checks`, { lesson, task, answers: { [task]: answer } })
const rowOf = async () => (await lead('GET', '/report')).body[0]
const painted = ({ messages }: TestSocket) => messages.map(({ data }) => data ?? '').join('')

async function live(viewer: TestLearner) {
  const socket = viewer.socket(`/ws/workshops/${workshop.id}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  const snapshot = await socket.message(({ type }) => type === 'snapshot')
  return { ...socket, snapshot }
}
async function shell(viewer: string, after?: number) {
  const socket = ada.socket(`/ws/sandboxes/${seat.sandbox}/terminals/main`)
  await socket.opened()
  socket.send({ type: 'attach', version: protocolVersion, viewer, after, columns: 100, rows: 30 })
  return socket
}

/** From now on the clock by which a class is measured is so much later. */
function later(milliseconds: number) {
  const now = Date.now.bind(Date)
  vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
}

describe('a participant whose network is down for two minutes', () => {
  it('finds everything said and done meanwhile; nothing is lost or counted twice, the time on the task is right', async () => {
    await open()
    const since = Date.now()
    const [hers, theirs] = [await live(ada), await live(teacher)]
    const before = await shell('viewer-of-ada')
    const typed = { type: 'input', sequence: 1, data: 'echo one-$((40 + 2)); sleep 1; echo two-$((1 + 1))\r' }
    before.send(typed)
    await before.message(() => painted(before).includes('one-42'))
    const { sequence } = before.messages.findLast(({ type }) => type === 'output')
    expect((await check('by-name')).body.outcome).toBe('failed')
    hers.end()
    before.end()
    await theirs.message(({ type, seats }) => type === 'online' && seats.length === 0)

    later(120_000)
    await lead('POST', '/messages', { text: 'Come back', command: 'kubectl get netpol -A' })
    await lead('PUT', '/pace', { mode: 'gated', lesson })
    const { poll } = (await lead('POST', '/polls', { question: 'There?', choices: ['yes', 'no'], right: 0 }))
      .body

    const { snapshot } = await live(ada)
    expect(snapshot.class).toMatchObject({
      messages: [{ text: 'Come back' }],
      pace: { mode: 'gated', lesson },
      polls: [{ question: 'There?', open: true }],
    })
    await theirs.message(({ type, seats }) => type === 'online' && seats.includes(seat.seat))
    const after = await shell('viewer-of-ada', sequence)
    // Her page does not know whether it was taken, and sends it once more.
    after.send(typed)
    await after.message(() => painted(after).includes('two-2'))
    after.send({ type: 'input', sequence: 2, data: 'echo three-$((1 + 2))\r' })
    await after.message(() => painted(after).includes('three-3'))
    expect(painted(after)).not.toContain('one-42')
    // Nor does the lesson begin again with the page.
    await open()
    expect((await ada.api('PUT', at(`/polls/${poll}/vote`), { choice: 0 })).status).toBe(204)
    expect((await check('by-label')).body.outcome).toBe('passed')
    expect(await rowOf()).toMatchObject({ passed: 1, attempts: 2, answered: 1, answeredRight: 1 })
    const { spent } = (await lead('GET', '/class')).body.class.seats[seat.seat].tasks[key]
    expect(spent).toBeGreaterThanOrEqual(120_000)
    expect(spent).toBeLessThanOrEqual(Date.now() - since + 1_000)
  })
})

describe('two tabs of one participant', () => {
  it('are one participant: each sees what the other does, and everything counts once', async () => {
    await open()
    const [left, right] = [await live(ada), await live(ada)]
    const theirs = await live(teacher)
    expect(theirs.snapshot.online).toEqual([seat.seat])
    const [one, two] = [await shell('viewer-one'), await shell('viewer-two')]
    one.send({ type: 'input', sequence: 1, data: 'echo left-$((40 + 2))\r' })
    await two.message(() => painted(two).includes('left-42'))
    two.send({ type: 'input', sequence: 1, data: 'echo right-$((40 + 3))\r' })
    await one.message(() => painted(one).includes('right-43'))

    const hint = { course: 'network-policies', lesson, task, hint: 1, sandbox: seat.sandbox }
    await Promise.all([1, 2].map(() => ada.api('POST', '/hints', hint)))
    await Promise.all([1, 2].map(() => ada.api('PUT', at('/seat/hand'), { raised: true, question: 'Hm?' })))
    // The other tab opens what is open: the clock goes on.
    const started = (await lead('GET', '/class')).body.class.seats[seat.seat].since
    await open()
    expect((await lead('GET', '/class')).body.class.seats[seat.seat]).toMatchObject({
      since: started,
      hand: expect.any(Number),
    })
    // Both press Check: what was answered is what counts.
    const checks = await Promise.all([check('by-label'), check('by-label')])
    const answered = checks.filter(({ status }) => status === 200)
    expect(answered.length).toBeGreaterThan(0)
    for (const refused of checks.filter(({ status }) => status !== 200))
      expect(refused.body.code).toBe('check-running')
    for (const tab of [left, right])
      await tab.message(({ event }) => event?.type === 'graded' && event.outcome === 'passed')
    const { poll } = (await lead('POST', '/polls', { question: 'Which?', choices: ['a', 'b'], right: 1 }))
      .body
    for (const choice of [0, 1]) await ada.api('PUT', at(`/polls/${poll}/vote`), { choice })
    expect(await rowOf()).toMatchObject({
      ...{ passed: 1, attempts: answered.length, hints: 1 },
      ...{ answered: 1, answeredRight: 1 },
    })
    left.end()
    const { class: state, online } = (await lead('GET', '/class')).body
    expect(online).toEqual([seat.seat])
    expect(Object.keys(state.seats[seat.seat].tasks)).toEqual([key])
  })
})

describe('an instructor whose browser is gone', () => {
  it('is not needed: the class goes on, and finds them again as if they had been there', async () => {
    await open()
    const [hers, theirs] = [await live(ada), await live(teacher)]
    const { sandbox } = (await lead('PUT', '/shared-terminal', { shared: true })).body
    const { poll } = (await lead('POST', '/polls', { question: 'So?', choices: ['a', 'b'], right: null }))
      .body
    await lead('PUT', '/timer', { seconds: 600, label: 'Exercise' })
    const looking = teacher.socket(`/ws/workshops/${workshop.id}/seats/${seat.seat}/terminals/main`)
    await looking.opened()
    await lead('POST', `/seats/${seat.seat}/assist`)
    await hers.message(({ help }) => help?.assist?.granted === false)
    const own = teacher.socket(`/ws/sandboxes/${sandbox}/terminals/main`)
    await own.opened()

    for (const socket of [theirs, looking, own]) socket.end()
    // Nobody waits for a consent that nobody hears.
    await hers.message(({ help }) => help && help.assist === null && help.watchedBy.length === 0)
    const watched = ada.socket(`/ws/workshops/${workshop.id}/shared`)
    await watched.opened()
    watched.send({
      type: 'attach',
      version: protocolVersion,
      viewer: 'watching-ada',
      columns: 80,
      rows: 24,
    })
    await watched.message(({ type }) => type === 'screen')
    await ada.api('PUT', at(`/polls/${poll}/vote`), { choice: 1 })
    await ada.api('PUT', at('/seat/hand'), { raised: true, question: 'Anybody?' })
    expect((await check('by-label')).body.outcome).toBe('passed')

    const { snapshot } = await live(teacher)
    expect(snapshot.online).toEqual([seat.seat])
    expect(snapshot.class).toMatchObject({
      shared: teacher.id,
      timer: { label: 'Exercise' },
      polls: [{ votes: { [seat.seat]: 1 } }],
      seats: { [seat.seat]: { question: 'Anybody?', tasks: { [key]: { state: 'passed', attempts: 1 } } } },
    })
  })
})

describe('a server that is killed while it tells another system', () => {
  const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-faults-'))
  const servers = createKillable(directory, 1)
  const got: { id: string; body: Anything }[] = []
  let answers = false
  let heard = () => {}
  const receiver = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    got.push({ id: String(request.headers['webhook-id']), body: JSON.parse(text) })
    heard()
    // What is not answered is on its way when the server is killed.
    if (answers) response.writeHead(200).end()
  })
  const arrived = async (count: number) => {
    while (got.length < count)
      await new Promise<void>(resolve => {
        heard = resolve
      })
  }
  afterAll(() => {
    servers.end()
    receiver.closeAllConnections()
    receiver.close()
    rmSync(directory, { recursive: true, force: true })
  })

  it('tells it again under the same id, and what comes after once', async () => {
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    const { port } = receiver.address() as AddressInfo
    const before = await servers.start()
    const [teaches = '', learns = ''] = before.people
    const instructor = await learnerAt(before.host, teaches)
    const made = { title: 'Told', course: 'network-policies', lessons: [lesson], capacity: 1 }
    const { id, code } = (await instructor.api('POST', '/workshops', made)).body
    const hook = { url: `http://127.0.0.1:${port}/`, events: ['joined', 'passed'] }
    const { body: webhook } = await instructor.api('POST', `/workshops/${id}/webhooks`, hook)
    const joined = await (await learnerAt(before.host, learns)).api('POST', '/seats', { code, name: 'Eve' })
    await arrived(1)
    await before.kill()

    answers = true
    const after = await servers.start()
    await arrived(2)
    expect(got[1]).toEqual(got[0])
    expect(got[0]?.body).toMatchObject({ type: 'joined', data: { participant: { name: 'Eve' } } })
    const eve = await learnerAt(after.host, learns)
    const sandbox = `/sandboxes/${joined.body.sandbox}`
    await eve.api('POST', `${sandbox}/lesson`, { lesson, task })
    await eve.api('POST', `${sandbox}/checks`, { lesson, task, answers: { [task]: 'by-label' } })
    await arrived(3)
    expect(got[2]?.body).toMatchObject({ type: 'passed', data: { lesson, task } })
    expect(Date.parse(got[2]?.body.timestamp)).toBeGreaterThan(Date.parse(got[0]?.body.timestamp))
    const { body } = await (await learnerAt(after.host, teaches)).api(
      'GET',
      `/workshops/${id}/webhooks/${webhook.id}/deliveries`,
    )
    expect(body.map(({ id: one }: Anything) => one).sort()).toEqual([got[0]?.id, got[2]?.id].sort())
  }, 300_000)
})
