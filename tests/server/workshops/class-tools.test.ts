import { describe, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import { createClient } from '@/sandbox/client'
import type { TestLearner, TestSocket } from '../running/start'
import { ada, seat, server, teachAda, teacher, workshop } from './class-of-one'

const lesson = '05-default-deny-ingress'
const hour = 60 * 60_000

teachAda({ lessons: [lesson], capacity: 3 })

const at = (rest: string) => `/workshops/${workshop.id}${rest}`
const lead = (method: string, rest: string, body?: unknown) => teacher.api(method, at(rest), body)
const open = () => ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson })
const classNow = async () => (await lead('GET', '/class')).body.class
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
async function live(viewer: TestLearner) {
  const socket = viewer.socket(`/ws/workshops/${workshop.id}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  await socket.message(({ type }) => type === 'snapshot')
  return socket
}
const event = (socket: TestSocket, wanted: string) =>
  socket.message(({ type, event }) => type === 'event' && event.type === wanted)
async function denyAll() {
  const client = createClient((await server.provider.open(seat.sandbox)).access)
  await client.request('POST', '/apis/networking.k8s.io/v1/namespaces/netpol-demo/networkpolicies', {
    body: {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny' } },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    },
  })
  client.dispose()
}

describe('an instructor who helps', () => {
  it('sees objects and policies of a seat as its participant does', async () => {
    await open()
    const address = `/ws/workshops/${workshop.id}/seats/${seat.seat}/live`
    const looking = teacher.socket(address)
    await looking.opened()
    looking.send({ type: 'subscribe', version: protocolVersion })
    const { objects } = await looking.message(({ type }) => type === 'snapshot')
    expect(objects.networkPolicies).toEqual([])
    await denyAll()
    await looking.message(({ type, kind }) => type === 'change' && kind === 'NetworkPolicy')
    const stranger = await server.learner('instructor')
    expect(await stranger.socket(address).refused()).toBe(404)
    expect(await ada.socket(address).refused()).toBe(403)
    looking.end()
  })

  it('checks what stands there: no attempt, no pass, nothing told to the participant, but in the audit log', async () => {
    expect((await lead('POST', `/seats/${seat.seat}/check`)).body.code).toBe('lesson-not-open')
    await open()
    const failed = (await lead('POST', `/seats/${seat.seat}/check`)).body
    expect([failed.lesson, failed.result.outcome]).toEqual([lesson, 'failed'])
    await denyAll()
    expect((await lead('POST', `/seats/${seat.seat}/check`)).body.result.outcome).toBe('passed')
    const { seats } = await classNow()
    expect(seats[seat.seat]).toMatchObject({
      helped: 2,
      tasks: { [`${lesson}/${failed.task}`]: { attempts: 0 } },
    })
    const { attempts, tasks, acts } = (await ada.api('GET', '/me/data')).body
    expect([attempts, tasks]).toEqual([[], []])
    expect(acts[0]).toMatchObject({ action: 'participant.checked', details: { outcome: 'passed' } })
    expect((await lead('POST', '/seats/elsewhere/check')).status).toBe(404)
  })

  it('shows a mistake to the class as it looked, without saying whose it was', async () => {
    await open()
    expect((await lead('PUT', '/spotlight', { mistake: 'wrong-namespace' })).status).toBe(404)
    const { mistake, message } = { mistake: 'made-up', message: { id: 'page.try', params: {} } }
    await server.application.rooms.add(workshop.id, {
      ...{ type: 'graded', seat: seat.seat, lesson, task: 'x', outcome: 'failed' },
      mistakes: [{ id: mistake, message }],
    })
    const told = await live(ada)
    expect((await lead('PUT', '/spotlight', { mistake })).status).toBe(204)
    expect((await event(told, 'spotlight')).event).toMatchObject({ seat: null, shown: { mistake, message } })
    await lead('PUT', '/spotlight', { mistake: null })
    expect((await classNow()).spotlight).toBeNull()
  })
})

describe('a question to the class', () => {
  const ask = (more: object = {}) =>
    lead('POST', '/polls', { question: 'Who gets in?', choices: ['all', 'nobody'], right: 1, ...more })

  it('is answered once, changed until it is over, and shown when the instructor says so', async () => {
    const eve = await server.learner()
    await eve.api('POST', '/seats', { code: workshop.code, name: 'Eve' })
    const [hers, theirs] = [await live(ada), await live(teacher)]
    const { poll } = (await ask()).body
    expect((await event(hers, 'poll')).event).toMatchObject({ question: 'Who gets in?', right: null })
    expect((await event(theirs, 'poll')).event.right).toBe(1)
    const vote = (who: TestLearner, choice: number) => who.api('PUT', at(`/polls/${poll}/vote`), { choice })
    for (const [who, choice] of [
      [ada, 0],
      [eve, 1],
      [ada, 1],
    ] as const)
      expect((await vote(who, choice)).status).toBe(204)
    expect((await vote(ada, 5)).status).toBe(404)
    await theirs.message(
      ({ type, event }) => type === 'event' && event.type === 'vote' && event.seat !== seat.seat,
    )
    expect(hers.messages.filter(({ event }) => event?.type === 'vote' && event.seat !== seat.seat)).toEqual(
      [],
    )
    await lead('POST', `/polls/${poll}/end`, { shown: false })
    expect((await event(hers, 'poll-ended')).event).toMatchObject({ counts: [], right: null })
    expect((await vote(ada, 0)).body.code).toBe('poll-over')
    await lead('POST', `/polls/${poll}/end`, { shown: true })
    const shown = await hers.message(({ event }) => event?.type === 'poll-ended' && event.shown)
    expect(shown.event).toMatchObject({ counts: [0, 2], right: 1 })
    expect((await lead('GET', '/report')).body).toMatchObject([
      { answered: 1, answeredRight: 1 },
      { answered: 1, answeredRight: 1 },
    ])
  })

  it('has two to six choices, one of them right or none', async () => {
    const codes = [{ choices: ['one'] }, { choices: Array(7).fill('x') }, { right: 2 }].map(ask)
    expect((await Promise.all(codes)).map(({ status }) => status)).toEqual([400, 400, 400])
    expect((await lead('POST', '/polls/99/end', { shown: true })).status).toBe(404)
    const { body } = await lead('GET', '/questions')
    for (const { choices, right } of body) expect(choices[right]).toEqual(expect.any(String))
  })
})

describe('a shared terminal', () => {
  const painted = ({ messages }: TestSocket) => messages.map(({ data }) => data ?? '').join('')
  const attach = async (socket: TestSocket, viewer: string, after?: number) => {
    await socket.opened()
    socket.send({ type: 'attach', version: protocolVersion, viewer, after, columns: 100, rows: 30 })
    return socket
  }
  const watch = (who: TestLearner, after?: number) =>
    attach(who.socket(`/ws/workshops/${workshop.id}/shared`), `watch-${who.id}`, after)

  it('is seen by everybody, also who comes late or back, and takes keys of nobody else', async () => {
    expect(await ada.socket(`/ws/workshops/${workshop.id}/shared`).refused()).toBe(404)
    const { sandbox } = (await lead('PUT', '/shared-terminal', { shared: true })).body
    const own = await attach(teacher.socket(`/ws/sandboxes/${sandbox}/terminals/main`), 'viewer-own')
    const hers = await watch(ada)
    await hers.message(({ type }) => type === 'screen')
    hers.send({ type: 'input', sequence: 1, data: 'echo int"ruder"\r' })
    own.send({ type: 'input', sequence: 1, data: 'echo shown-$((40 + 2))\r' })
    await hers.message(() => painted(hers).includes('shown-42'))
    const late = await watch(await lateComer())
    await late.message(() => painted(late).includes('shown-42'))
    const { sequence } = hers.messages.findLast(({ type }) => type === 'output')
    hers.end()
    own.send({ type: 'input', sequence: 2, data: 'echo more-$((1 + 1))\r' })
    await late.message(() => painted(late).includes('more-2'))
    const back = await watch(ada, sequence)
    await back.message(() => painted(back).includes('more-2'))
    expect(painted(back)).not.toContain('shown-42')
    expect(painted(own)).not.toContain('intruder')
    const stranger = await server.learner()
    expect(await stranger.socket(`/ws/workshops/${workshop.id}/shared`).refused()).toBe(404)
    await lead('PUT', '/shared-terminal', { shared: false })
    expect((await back.closed()).reason).toBe('not shared any more')
  })

  const lateComer = async () => {
    const late = await server.learner()
    await late.api('POST', '/seats', { code: workshop.code, name: 'Late' })
    return late
  }
})

describe('the hours of a workshop', () => {
  it('open its lessons at the start, which can be now', async () => {
    await lead('PATCH', '', { startsAt: inHours(2) })
    const early = await open()
    expect([early.status, early.body.code]).toEqual([403, 'lesson-closed'])
    const told = await live(ada)
    await lead('PATCH', '', { startsAt: inHours(0) })
    expect((await event(told, 'times')).event.startsAt).toBeLessThanOrEqual(Date.now())
    expect((await open()).status).toBe(200)
  })

  it('end its clusters for good; the seat and what was learned stay', async () => {
    await open()
    await lead('PATCH', '', { endsAt: inHours(-1) })
    await server.application.sweep(new Date())
    expect((await ada.api('GET', at('/seat'))).body.code).toBe('workshop-over')
    const { outline, page } = server.application.runtime.workshopLessons
    const person = { id: ada.id, name: null, guest: true, role: 'learner', login: null } as const
    expect(await outline(person, workshop.id)).toMatchObject({
      over: true,
      course: { base: '/courses/network-policies', lessons: [{ slug: lesson, opened: true }] },
    })
    expect(await page(person, workshop.id, lesson)).toBeNull()
    expect(await server.database.prisma.sandbox.count({ where: { seatId: seat.seat } })).toBe(0)
  })
})

describe('the certificate of a workshop', () => {
  it('is for who passed all of its lessons, under the name that they have there', async () => {
    const issue = () => ada.api('POST', at('/certificate'))
    const { task } = (await open()).body
    expect((await issue()).body.code).toBe('course-not-finished')
    await denyAll()
    const check = { lesson, task, answers: {} }
    expect((await ada.api('POST', `/sandboxes/${seat.sandbox}/checks`, check)).body.outcome).toBe('passed')
    const { tasks, passed, finished } = (await lead('GET', '/report')).body[0]
    expect([tasks, finished]).toEqual([passed, true])
    // Whoever gives the workshop hands them out: to those who passed, and no second one to anybody.
    const idle = await server.learner()
    await idle.api('POST', '/seats', { code: workshop.code, name: 'Idle' })
    await ada.api('PATCH', '/me', { name: 'Ada Lovelace' })
    expect((await lead('GET', '/certificates')).body).toEqual([])
    const handedOut = (await lead('POST', '/certificates')).body
    expect(handedOut).toEqual([{ seat: seat.seat, name: 'Ada', token: expect.any(String) }])
    expect((await lead('POST', '/certificates')).body).toEqual(handedOut)
    const [{ token }] = handedOut
    expect((await issue()).body.token).toBe(token)
    const { body } = await (await server.learner()).api('GET', `/certificates/${token}`)
    expect(body).toMatchObject({ name: 'Ada', course: { title: 'Tuesday' }, lessons: [{ slug: lesson }] })
    expect((await ada.api('POST', '/courses/network-policies/certificate')).body.code).toBe(
      'course-not-finished',
    )
  })
})
