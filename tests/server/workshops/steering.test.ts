import { describe, expect, it } from 'vitest'
import { ada, seat, server, teachAda, teacher, workshop } from './class-of-one'

const course = 'network-policies'
const [first, second, third] = [
  '05-default-deny-ingress',
  '06-default-deny-egress',
  '08-allow-ingress',
] as const

teachAda({ lessons: [first, second, third], capacity: 3 })

const lead = (method: string, rest: string, body?: unknown) =>
  teacher.api(method, `/workshops/${workshop.id}${rest}`, body)
const classNow = async () => (await lead('GET', '/class')).body.class

describe('a hand', () => {
  it('goes up with a question and comes down, by either', async () => {
    const raise = (raised: boolean, question = '') =>
      ada.api('PUT', `/workshops/${workshop.id}/seat/hand`, { raised, question })
    expect((await raise(true, 'Why refused?')).status).toBe(204)
    expect((await classNow()).seats[seat.seat]).toMatchObject({
      hand: expect.any(Number),
      question: 'Why refused?',
    })
    await raise(false)
    expect((await classNow()).seats[seat.seat].hand).toBeNull()
    await raise(true)
    expect((await lead('DELETE', `/seats/${seat.seat}/hand`)).status).toBe(204)
    expect((await classNow()).seats[seat.seat].hand).toBeNull()
    expect((await lead('DELETE', '/seats/elsewhere/hand')).status).toBe(404)
  })
})

describe('a message', () => {
  it('is for all or for one, with a lesson of the workshop or a command', async () => {
    await lead('POST', '/messages', { text: 'Look at this', lesson: second })
    await lead('POST', '/messages', { seat: seat.seat, text: 'Try it', command: 'kubectl get netpol -A' })
    expect((await classNow()).messages).toMatchObject([
      { seat: null, text: 'Look at this', lesson: second, command: null },
      { seat: seat.seat, text: 'Try it', command: 'kubectl get netpol -A' },
    ])
    expect((await lead('POST', '/messages', { text: 'x', lesson: '99-x' })).body.code).toBe('unknown-lesson')
    expect((await lead('POST', '/messages', { text: 'x', seat: 'elsewhere' })).status).toBe(404)
  })
})

describe('the pace', () => {
  const open = (lesson: string) => ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson })

  it('closes the lessons after the one that the class has come to', async () => {
    await lead('PUT', '/pace', { mode: 'gated', lesson: second })
    expect((await open(second)).status).toBe(200)
    const ahead = await open(third)
    expect([ahead.status, ahead.body.code]).toEqual([403, 'lesson-closed'])
    const jumped = await ada.api('POST', `/workshops/${workshop.id}/seat/jump`, { lesson: third })
    expect(jumped.body.code).toBe('lesson-closed')
    const { page } = server.application.runtime.workshopLessons
    const person = { id: ada.id, name: null, guest: true, role: 'learner', login: null } as const
    expect(await page(person, workshop.id, third)).toBeNull()
    expect((await open(first)).status).toBe(200)
    // The instructor may bring somebody further.
    expect((await lead('POST', `/seats/${seat.seat}/jump`, { lesson: third })).status).toBe(200)
    await lead('PUT', '/pace', { mode: 'free' })
    expect((await open(third)).status).toBe(200)
  })

  it('is nothing to who learns alone', async () => {
    await lead('PUT', '/pace', { mode: 'gated', lesson: first })
    const { sandbox } = (await ada.api('POST', '/sandboxes', { course })).body
    expect((await ada.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson: third })).status).toBe(200)
  })

  it('has timers and pauses', async () => {
    const before = Date.now()
    await lead('PUT', '/timer', { seconds: 60, label: 'Exercise 1' })
    await lead('PUT', '/pause', { paused: true })
    const { timer, paused } = await classNow()
    expect([timer.label, paused]).toEqual(['Exercise 1', true])
    expect(timer.endsAt).toBeGreaterThanOrEqual(before + 60_000)
    await lead('PUT', '/timer', { seconds: null })
    await lead('PUT', '/pause', { paused: false })
    expect(await classNow()).toMatchObject({ timer: null, paused: false })
  })
})

describe('the report', () => {
  it('has a line for each participant, as JSON and as CSV', async () => {
    const { task } = (await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson: first })).body
    await ada.api('POST', `/sandboxes/${seat.sandbox}/checks`, { lesson: first, task })
    const { body } = await lead('GET', '/report')
    expect(body).toMatchObject([
      { number: 1, name: 'Ada', attempts: 1, passed: 0, tasks: expect.any(Number) },
    ])
    const csv = await lead('GET', '/report.csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.body).toMatch(/^number,name,.*\r\n1,Ada,/)
  })
})
