import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OwnSeat, Workshop } from '@/protocol'
import { startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const day = 24 * 60 * 60_000

let server: Awaited<ReturnType<typeof startTestServer>>
let teacher: TestLearner
beforeAll(async () => {
  server = await startTestServer()
  teacher = await server.learner('instructor')
})
afterAll(() => server.close())

async function sit(learner: TestLearner, more: object = {}): Promise<{ workshop: Workshop; seat: OwnSeat }> {
  const wanted = { title: 'Tuesday', course, lessons: [lesson], capacity: 2, keepDays: 10, ...more }
  const { body: workshop } = await teacher.api('POST', '/workshops', wanted)
  const { body: seat } = await learner.api('POST', '/seats', { code: workshop.code, name: 'Ada' })
  return { workshop, seat }
}
const sweep = (days: number) => server.application.sweep(new Date(Date.now() + days * day))
const exists = async (id: string) => (await server.database.prisma.person.count({ where: { id } })) === 1
const clusters = (sandbox: string) => server.database.prisma.sandbox.count({ where: { id: sandbox } })

it('ends clusters at the set time; what was learned stays with the participant', async () => {
  const ada = await server.learner()
  const { seat } = await sit(ada, { endsAt: new Date(Date.now() + day).toISOString() })
  await ada.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson })
  await sweep(0.5)
  expect(await clusters(seat.sandbox)).toBe(1)
  await sweep(2)
  expect(await clusters(seat.sandbox)).toBe(0)
  const { lessons } = (await ada.api('GET', `/courses/${course}`)).body
  expect(lessons.find(({ slug }: { slug: string }) => slug === lesson).opened).toBe(true)
})

it('forgets who was there after the days it says, guests of this alone with all of theirs, and keeps what was done', async () => {
  const [guest, account, learner] = [await server.learner(), await server.learner(), await server.learner()]
  await account.api('POST', '/me/account', { login: 'ada-kept', password: 'long enough to be one' })
  // Somebody who learns here besides.
  await learner.api('POST', '/sandboxes', { course })
  const { workshop, seat } = await sit(guest, { capacity: 3 })
  for (const other of [account, learner])
    await other.api('POST', '/seats', { code: workshop.code, name: 'Eve' })
  await guest.api('PUT', `/workshops/${workshop.id}/seat/hand`, { raised: true, question: 'I am Ada' })
  await teacher.api('POST', `/workshops/${workshop.id}/messages`, { seat: seat.seat, text: 'Hello Ada' })
  await guest.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson })
  await sweep(9)
  expect(await exists(guest.id)).toBe(true)
  await sweep(11)
  expect(await Promise.all([guest, account, learner].map(({ id }) => exists(id)))).toEqual([
    false,
    true,
    true,
  ])
  const { body } = await teacher.api('GET', `/workshops/${workshop.id}/class`)
  expect(JSON.stringify(body)).not.toMatch(/Ada|Eve/)
  expect(body.class.seats[seat.seat].lesson).toBe(lesson)
})
