import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protocolVersion, type Workshop } from '@/protocol'
import { type Anything, learnerAt, startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const deny = '05-default-deny-ingress'
const allow = '08-allow-ingress'

let server: Awaited<ReturnType<typeof startTestServer>>
let teacher: TestLearner
beforeAll(async () => {
  server = await startTestServer()
  teacher = await server.learner('instructor')
})
afterAll(() => server.close())

const workshop = async (more: object = {}): Promise<Workshop> => {
  const { status, body } = await teacher.api('POST', '/workshops', {
    ...{ title: 'Tuesday', course, lessons: [allow, deny], capacity: 3 },
    ...more,
  })
  expect(status).toBe(200)
  return body
}
const join = (learner: TestLearner, { code }: Workshop, name: string) =>
  learner.api('POST', '/seats', { code, name })

/** A viewer of the workshop who keeps what is told. */
async function watch(viewer: TestLearner, { id }: Workshop, more: object = {}) {
  const socket = viewer.socket(`/ws/workshops/${id}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion, ...more })
  const snapshot = await socket.message(({ type }) => type === 'snapshot')
  const event = (type: string, test: (event: Anything) => boolean = () => true) =>
    socket.message(message => message.type === 'event' && message.event.type === type && test(message.event))
  return { ...socket, snapshot, event }
}

describe('a workshop', () => {
  it('is made of lessons in an order of its own, with seats and a code', async () => {
    const made = await workshop()
    expect(made).toMatchObject({
      title: 'Tuesday',
      lessons: [allow, deny],
      capacity: 3,
      joined: 0,
      signIn: false,
    })
    expect(made.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/)
    expect(made.instructors).toMatchObject([{ id: teacher.id }])
    expect((await teacher.api('GET', '/workshops')).body).toContainEqual(made)
    expect((await teacher.api('GET', `/workshops/${made.id}`)).body).toEqual(made)
    const whole = await workshop({ lessons: undefined })
    expect(whole.lessons.length).toBeGreaterThan(10)
  })

  it('has only lessons that there are', async () => {
    const answer = await teacher.api('POST', '/workshops', {
      title: 'x',
      course,
      lessons: ['99-x'],
      capacity: 1,
    })
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown-lesson'])
  })

  it('has a language of the pages and the clusters of the installation, and ends after it begins', async () => {
    const made = await workshop({ language: 'en', provider: 'embedded' })
    expect(made).toMatchObject({ language: 'en', provider: 'embedded' })
    const wrong = { title: 'x', course, capacity: 1, startsAt: '2030-01-02T10:00:00Z' }
    const codeOf = async (more: object) =>
      (await teacher.api('POST', '/workshops', { ...wrong, ...more })).body.code
    expect(await codeOf({ language: 'tlh' })).toBe('unknown-language')
    expect(await codeOf({ provider: 'kubernetes' })).toBe('unknown-provider')
    expect(await codeOf({ endsAt: '2030-01-02T09:00:00Z' })).toBe('ends-before-start')
    const change = (changes: object) => teacher.api('PATCH', `/workshops/${made.id}`, changes)
    expect((await change({ language: 'tlh' })).body.code).toBe('unknown-language')
    expect((await change({ endsAt: '2030-01-02T10:00:00Z' })).status).toBe(200)
    expect((await change({ startsAt: '2030-01-02T11:00:00Z' })).body.code).toBe('ends-before-start')
  })

  it('can be changed, also in size, as far as seats are free', async () => {
    const made = await workshop({ capacity: 1 })
    await join(await server.learner(), made, 'Ada')
    const change = (changes: object) => teacher.api('PATCH', `/workshops/${made.id}`, changes)
    expect((await change({ capacity: 4, title: 'Wednesday' })).body).toMatchObject({
      capacity: 4,
      title: 'Wednesday',
    })
    expect((await change({ capacity: 1 })).body.capacity).toBe(1)
    expect((await change({ capacity: 2 })).body).toMatchObject({ capacity: 2, joined: 1 })
    await join(await server.learner(), made, 'Eve')
    expect((await change({ capacity: 1 })).body.code).toBe('seats-taken')
  })

  it('can be given by two, never by nobody', async () => {
    const [made, other] = [await workshop(), await server.learner('instructor')]
    const { login } = (await other.api('GET', '/me')).body
    expect((await other.api('GET', `/workshops/${made.id}`)).status).toBe(404)
    expect((await teacher.api('POST', `/workshops/${made.id}/instructors`, { login: 'nobody' })).status).toBe(
      404,
    )
    const { body } = await teacher.api('POST', `/workshops/${made.id}/instructors`, { login })
    expect(body.instructors).toHaveLength(2)
    expect((await other.api('GET', `/workshops/${made.id}`)).status).toBe(200)
    const remove = (id: string) => other.api('DELETE', `/workshops/${made.id}/instructors/${id}`)
    expect((await remove(teacher.id)).status).toBe(200)
    expect((await remove(other.id)).body.code).toBe('last-instructor')
  })

  it('ends with its clusters and all that is kept of it', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { sandbox } = (await join(ada, made, 'Ada')).body
    expect((await teacher.api('DELETE', `/workshops/${made.id}`)).status).toBe(204)
    expect((await ada.api('GET', `/sandboxes/${sandbox}/files?path=/`)).status).toBe(404)
    expect((await join(ada, made, 'Ada')).body.code).toBe('unknown-code')
    expect(await server.database.prisma.workshopEvent.count({ where: { workshopId: made.id } })).toBe(0)
  })
})

describe('joining', () => {
  it('takes the code, however it is typed, and a name; again, it is the same seat', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const invitation = await ada.api('GET', `/invitations/${made.code}`, undefined, { cookie: '' })
    expect(invitation.body).toEqual({ title: 'Tuesday', signIn: false, full: false })
    const { body: seat } = await join(ada, { ...made, code: ` ${made.code.toLowerCase()} ` }, ' Ada ')
    expect(seat).toMatchObject({ workshop: made.id, number: 1, name: 'Ada', lessons: [allow, deny] })
    expect((await join(ada, made, 'Somebody else')).body).toEqual(seat)
    expect((await ada.api('GET', `/workshops/${made.id}/seat`)).body).toEqual(seat)
  })

  it('tells equal names apart, fills up, and says so', async () => {
    const made = await workshop()
    const names: string[] = []
    for (const name of ['Alex', 'alex', 'Alex'])
      names.push((await join(await server.learner(), made, name)).body.name)
    expect(names).toEqual(['Alex', 'alex 2', 'Alex 3'])
    const late = await join(await server.learner(), made, 'Late')
    expect([late.status, late.body.code]).toEqual([409, 'workshop-full'])
  })

  it('needs an account where the workshop says so', async () => {
    const [made, ada] = [await workshop({ signIn: true }), await server.learner()]
    expect((await join(ada, made, 'Ada')).body.code).toBe('account-needed')
    await ada.api('POST', '/me/account', { login: 'ada-w', password: 'long enough to be one' })
    expect((await join(ada, made, 'Ada')).body).toMatchObject({ name: 'Ada', personalCode: null })
  })

  it('is not possible any more when the workshop is over', async () => {
    const made = await workshop({ endsAt: new Date(Date.now() - 1000).toISOString() })
    expect((await join(await server.learner(), made, 'Ada')).body.code).toBe('workshop-over')
  })

  it('works for forty in the same second: a seat each, every name once', async () => {
    const made = await workshop({ capacity: 40 })
    const learners = await Promise.all(Array.from({ length: 40 }, () => server.learner()))
    const answers = await Promise.all(
      learners.map((learner, index) => join(learner, made, `Ada${index % 4}`)),
    )
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    const seats = answers.map(({ body }) => body)
    for (const what of ['number', 'name', 'sandbox', 'personalCode'] as const)
      expect(new Set(seats.map(seat => seat[what])).size).toBe(40)
    const { body } = await teacher.api('GET', `/workshops/${made.id}/class`)
    expect(body.class.sequence).toBe(40)
  })

  it('makes as many guests as there are seats, at once, from behind one address', async () => {
    const made = await workshop({ capacity: 150 })
    const { joinAsGuest } = server.application.runtime
    const come = (code = made.code) => joinAsGuest({ code, name: 'Sam' }, '', '192.0.2.7')
    const guests: Awaited<ReturnType<typeof come>>[] = []
    // More than guests may otherwise come in a minute; ten at a time, as a slow machine is no failure.
    while (guests.length < 150) guests.push(...(await Promise.all(Array.from({ length: 10 }, () => come()))))
    expect(new Set(guests.map(guest => guest!.id)).size).toBe(150)
    const before = await server.database.prisma.person.count()
    await expect(come()).rejects.toThrow('Every seat is taken')
    await expect(come('AAAAAA')).rejects.toThrow('no workshop with this code')
    expect(await server.database.prisma.person.count()).toBe(before)
    const first = await learnerAt(server.host, guests[0]!.id)
    expect((await join(first, made, 'Sam')).body.number).toBeGreaterThan(0)
    expect((await joinAsGuest({ code: 'x', name: '' }, first.cookie, '192.0.2.7'))?.id).toBe(first.id)
  })

  it('is written down also where the server ended just after the seat was taken', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { prisma } = server.database
    const free = await prisma.seat.findFirstOrThrow({ where: { workshopId: made.id, number: 1 } })
    const taken = { personId: ada.id, name: 'Ada', joinedAt: new Date(Date.now() - 60_000) }
    await prisma.seat.update({ where: { id: free.id }, data: taken })
    for (const _ of [1, 2]) expect((await join(ada, made, 'Ada')).body.seat).toBe(free.id)
    expect(await prisma.workshopEvent.count({ where: { workshopId: made.id, type: 'joined' } })).toBe(1)
  })

  it('again from another browser, by the personal code, as the same guest; never as somebody with an account', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada')
    const { comeBack } = server.application.runtime
    const back = await comeBack(seat.personalCode.toLowerCase().replaceAll('-', ' '), '192.0.2.1')
    const elsewhere = await learnerAt(server.host, back!.id, back!.sessions)
    expect((await elsewhere.api('GET', `/workshops/${made.id}/seat`)).body).toEqual(seat)
    expect(await comeBack('AAAA-BBBB-CCCC', '192.0.2.1')).toBeNull()
    await ada.api('POST', '/me/account', { login: 'ada-back', password: 'long enough to be one' })
    expect(await comeBack(seat.personalCode, '192.0.2.1')).toBeNull()
    expect((await ada.api('GET', `/workshops/${made.id}/seat`)).body).toEqual({ ...seat, personalCode: null })
  })

  it('gives a sandbox of the seat, which is nobody else’s, nor that of the course', async () => {
    const [made, ada, eve] = [await workshop(), await server.learner(), await server.learner()]
    const { sandbox } = (await join(ada, made, 'Ada')).body
    expect((await ada.api('POST', '/sandboxes', { course })).body.sandbox).not.toBe(sandbox)
    expect((await ada.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson: deny })).status).toBe(200)
    for (const other of [eve, teacher])
      expect((await other.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson: deny })).status).toBe(404)
  })
})

describe('preparing', () => {
  it('makes the first seats ready, tells how it goes, and who joins finds the first lesson there', async () => {
    const made = await workshop({ lessons: [deny, allow] })
    const live = await watch(teacher, made)
    // One more while the first is being made: none is forgotten.
    for (const seats of [1, 2])
      expect((await teacher.api('POST', `/workshops/${made.id}/preparation`, { seats })).status).toBe(204)
    const first = await live.event('prepared')
    await live.event('prepared', ({ seat }) => seat !== first.event.seat)
    expect(first.event.problem).toBeNull()

    const ada = await server.learner()
    const { body: seat } = await join(ada, made, 'Ada')
    const cluster = ada.socket(`/ws/sandboxes/${seat.sandbox}/live`)
    await cluster.opened()
    cluster.send({ type: 'subscribe', version: protocolVersion })
    const there = await cluster.message(({ type }) => type === 'snapshot')
    expect(there.sandbox).toMatchObject({ state: 'ready', lesson: deny })
    expect((await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson: deny })).status).toBe(200)
    const { body } = await teacher.api('GET', `/workshops/${made.id}/class`)
    expect(body.class.seats[seat.seat]).toMatchObject({ lesson: deny, prepared: { problem: null } })
  })

  it('tells what failed', async () => {
    const small = await startTestServer({ limit: 1 })
    try {
      const [giver, busy] = [await small.learner('instructor'), await small.learner()]
      // The only sandbox there may be is in use.
      const { sandbox } = (await busy.api('POST', '/sandboxes', { course })).body
      await busy.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson: deny })
      const held = busy.socket(`/ws/sandboxes/${sandbox}/live`)
      await held.opened()
      const { body: made } = await giver.api('POST', '/workshops', { title: 'x', course, capacity: 1 })
      const live = await watch(giver, made)
      await giver.api('POST', `/workshops/${made.id}/preparation`, { seats: 1 })
      expect((await live.event('prepared')).event.problem).toMatch(/^All sandboxes are in use/)
    } finally {
      await small.close()
    }
  })
})

describe('the class, live,', () => {
  it('shows the instructor who joins, opens, asks for hints, tries, fails by which mistake, and passes', async () => {
    const [made, ada] = [await workshop({ lessons: [deny, allow] }), await server.learner()]
    const live = await watch(teacher, made)
    expect(live.snapshot.seats).toHaveLength(3)
    const { body: seat } = await join(ada, made, 'Ada')
    expect(await live.message(({ type, seat: one }) => type === 'seat' && one.name === 'Ada')).toMatchObject({
      seat: { id: seat.seat, number: 1 },
    })
    const sandbox = `/sandboxes/${seat.sandbox}`
    const { task } = (await ada.api('POST', `${sandbox}/lesson`, { lesson: deny })).body
    await ada.api('POST', '/hints', { course, lesson: deny, task, hint: 2, sandbox: seat.sandbox })
    const failed = await ada.api('POST', `${sandbox}/checks`, { lesson: deny, task })
    expect(failed.body.outcome).toBe('failed')

    const apply = ada.socket(`/ws/sandboxes/${seat.sandbox}/terminals/main`)
    await apply.opened()
    apply.send({ type: 'attach', version: protocolVersion, viewer: 'viewer-1', columns: 100, rows: 30 })
    const policy = `printf '%s\\n' 'apiVersion: networking.k8s.io/v1' 'kind: NetworkPolicy' 'metadata: {name: deny, namespace: netpol-demo}' 'spec: {podSelector: {}, policyTypes: [Ingress]}' | kubectl apply -f -`
    apply.send({ type: 'input', sequence: 1, data: `${policy}; echo do"ne"\r` })
    await apply.message(() => apply.messages.some(({ data }) => data?.includes('done')))
    expect((await ada.api('POST', `${sandbox}/checks`, { lesson: deny, task })).body.outcome).toBe('passed')

    await live.event('graded', ({ outcome }) => outcome === 'passed')
    const events = live.messages.filter(({ type }) => type === 'event').map(({ event }) => event)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(new Set(events.map(({ seat: about }) => about))).toEqual(new Set([seat.seat]))
    expect(events.map(({ type }) => type).filter(type => type !== 'tried')).toEqual([
      'joined',
      'opened',
      'hint',
      'graded',
      'graded',
    ])
    expect(JSON.stringify(events)).not.toContain('Ada')

    const { body } = await teacher.api('GET', `/workshops/${made.id}/class`)
    expect(body.class.seats[seat.seat].tasks[`${deny}/${task}`]).toMatchObject({
      state: 'passed',
      attempts: 2,
      hints: 2,
    })
  })

  it('tells participants of themselves only, the projector no names, and strangers nothing', async () => {
    const [made, ada, eve] = [await workshop(), await server.learner(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada Secret')
    await join(eve, made, 'Eve')
    const participant = await watch(eve, made)
    const projector = await watch(teacher, made, { nameless: true })
    expect(JSON.stringify([participant.snapshot, projector.snapshot])).not.toContain('Ada')
    expect(JSON.stringify(participant.snapshot)).not.toContain(seat.seat)
    await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson: allow })
    await projector.event('opened')
    await eve.api('POST', `/workshops/${made.id}/seat/jump`, { lesson: deny })
    await participant.event('jumped')
    expect(JSON.stringify(participant.messages)).not.toContain(seat.seat)
    expect(JSON.stringify(projector.messages)).not.toContain('Ada')
    const stranger = (await server.learner()).socket(`/ws/workshops/${made.id}/live`)
    expect(await stranger.refused()).toBe(404)
    const nobody = ada.socket(`/ws/workshops/${made.id}/live`, { cookie: '' })
    expect(await nobody.refused()).toBe(401)
    const foreign = ada.socket(`/ws/workshops/${made.id}/live`, { origin: 'https://evil.example' })
    expect(await foreign.refused()).toBe(403)
  })

  it('shows who is there, however many tabs they have', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada')
    const live = await watch(teacher, made)
    const tabs = [await watch(ada, made), await watch(ada, made)]
    await live.message(({ type, seats }) => type === 'online' && seats.includes(seat.seat))
    tabs[0]!.end()
    tabs[1]!.end()
    await live.message(({ type, seats }) => type === 'online' && seats.length === 0)
    expect(live.messages.filter(({ type }) => type === 'online')).toHaveLength(2)
  })

  it('forgets the name of who deletes their data, not what was done', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada')
    const live = await watch(teacher, made)
    expect((await ada.api('GET', '/me/data')).body).toMatchObject({
      seats: [{ name: 'Ada', workshop: { title: 'Tuesday' } }],
      events: [{ type: 'joined' }],
    })
    expect((await ada.api('DELETE', '/me', {})).status).toBe(204)
    await live.message(({ type, seat: one }) => type === 'seat' && one.id === seat.seat && one.name === null)
    const { body } = await teacher.api('GET', `/workshops/${made.id}/class`)
    expect(body.class.seats[seat.seat].joinedAt).toEqual(expect.any(Number))
    expect(body.seats.find(({ id }: Anything) => id === seat.seat).name).toBeNull()
  })
})

describe('late-comers', () => {
  it('are brought to a lesson of the workshop, whatever they changed', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada')
    const jump = (lesson: string) => ada.api('POST', `/workshops/${made.id}/seat/jump`, { lesson })
    expect((await jump(deny)).body.lesson).toBe(deny)
    expect((await jump('06-default-deny-egress')).body.code).toBe('unknown-lesson')
    const { body } = await teacher.api('GET', `/workshops/${made.id}/class`)
    expect(body.class.seats[seat.seat].lesson).toBe(deny)
  })

  it('are brought by the instructor as well, who can also reset a cluster: both stand in the audit log', async () => {
    const [made, ada] = [await workshop(), await server.learner()]
    const { body: seat } = await join(ada, made, 'Ada')
    const at = `/workshops/${made.id}/seats/${seat.seat}`
    expect((await teacher.api('POST', `${at}/jump`, { lesson: deny })).body.lesson).toBe(deny)
    expect((await teacher.api('POST', `${at}/reset`)).body.lesson).toBe(deny)
    const elsewhere = await workshop()
    expect((await teacher.api('POST', `/workshops/${elsewhere.id}/seats/${seat.seat}/reset`)).status).toBe(
      404,
    )
    const { body: data } = await ada.api('GET', '/me/data')
    expect(data.acts.map(({ action }: Anything) => action)).toEqual([
      'participant.reset',
      'participant.jumped',
    ])
  })
})
