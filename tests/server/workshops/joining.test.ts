import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startTestServer, type TestLearner } from '../running/start'

let server: Awaited<ReturnType<typeof startTestServer>>
let teacher: TestLearner
beforeAll(async () => {
  server = await startTestServer()
  teacher = await server.learner('instructor')
})
afterEach(() => void vi.restoreAllMocks())
afterAll(() => server.close())

const made = async (capacity: number) =>
  (await teacher.api('POST', '/workshops', { title: 'Crowd', course: 'network-policies', capacity })).body
const guest = (code: string) => server.application.runtime.joinAsGuest({ code, name: 'Sam' }, '', '192.0.2.1')
const seatsOf = (workshopId: string) =>
  server.database.prisma.seat.findMany({ where: { workshopId, personId: { not: null } } })

/** The database gets to no transaction, as long as `until` says; answers how often it was asked. */
function busyUntil(until: (asked: number) => boolean) {
  const { prisma } = server.database
  const work = prisma.$transaction.bind(prisma)
  return vi
    .spyOn(prisma, '$transaction')
    .mockImplementation(((...given: Parameters<typeof work>) =>
      until(transaction.mock.calls.length)
        ? Promise.reject(
            Object.assign(new Error('Unable to start a transaction in the given time.'), { code: 'P2028' }),
          )
        : work(...given)) as typeof work)
}
let transaction: ReturnType<typeof busyUntil>

it('thirty who join in the same second, while the server is held up again and again, all get in, each once', async () => {
  const { id, code } = await made(30)
  const holdUp = setInterval(() => {
    const until = Date.now() + 25
    while (Date.now() < until);
  }, 35)
  const people = await Promise.all(Array.from({ length: 30 }, () => guest(code)))
  clearInterval(holdUp)
  expect(new Set(people.map(person => person?.id)).size).toBe(30)
  const seats = await seatsOf(id)
  expect(new Set(seats.map(({ name }) => name)).size).toBe(30)
  expect(new Set(seats.map(({ personId }) => personId)).size).toBe(30)
})

it('who comes when the database gets to nothing is let in once it does', async () => {
  const { id, code } = await made(2)
  transaction = busyUntil(asked => asked <= 3)
  expect(await guest(code)).toMatchObject({ guest: true })
  expect(transaction.mock.calls.length).toBeGreaterThan(3)
  expect(await seatsOf(id)).toHaveLength(1)
})

it('who waited too long is told so, to try again soon; nothing of it is done', async () => {
  const { id, code } = await made(2)
  const ada = await server.learner()
  transaction = busyUntil(() => true)
  const now = Date.now.bind(Date)
  let later = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + later)
  const joining = ada.api('POST', '/seats', { code, name: 'Ada' })
  await vi.waitFor(() => expect(transaction).toHaveBeenCalled())
  later = 60_000
  const { status, headers, body } = await joining
  expect([status, body.code]).toEqual([503, 'busy'])
  expect(body.detail).toMatch(/try again/i)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  vi.restoreAllMocks()
  expect(await seatsOf(id)).toEqual([])
  expect((await ada.api('POST', '/seats', { code, name: 'Ada' })).status).toBe(200)
})
