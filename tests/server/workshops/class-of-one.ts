import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { OwnSeat, Workshop } from '@/protocol'
import { startTestServer, type TestLearner } from '../running/start'

export let server: Awaited<ReturnType<typeof startTestServer>>
export let teacher: TestLearner
export let ada: TestLearner
export let workshop: Workshop
export let seat: OwnSeat

/** Before each test of a file: a workshop of the teacher's, in which Ada sits, on one server for all of them. */
export function teachAda(wanted: { lessons?: readonly string[]; capacity: number }): void {
  beforeAll(async () => {
    server = await startTestServer()
    teacher = await server.learner('instructor')
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    const made = { title: 'Tuesday', course: 'network-policies', ...wanted }
    workshop = (await teacher.api('POST', '/workshops', made)).body
    ada = await server.learner()
    seat = (await ada.api('POST', '/seats', { code: workshop.code, name: 'Ada' })).body
  })
}
