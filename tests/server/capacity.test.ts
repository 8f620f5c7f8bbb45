import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { protocolVersion } from '@/protocol'
import { startTestServer, type TestLearner } from './start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
let server: Awaited<ReturnType<typeof startTestServer>>

beforeAll(async () => {
  server = await startTestServer({ limit: 1 })
})
afterEach(() => void vi.useRealTimers())
afterAll(() => server.close())

const later = (minutes: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
}
const sandboxOf = async (learner: TestLearner) =>
  (await learner.api('POST', '/sandboxes', { course })).body.sandbox as string

it('a sandbox that is looked at keeps its place; one that nobody uses makes room and loses nothing', async () => {
  const [ada, eve] = [await server.learner(), await server.learner()]
  const [adas, eves] = [await sandboxOf(ada), await sandboxOf(eve)]
  const file = { path: '/home/learner/notes.txt', text: 'kept' }
  expect((await ada.api('POST', `/sandboxes/${adas}/lesson`, { lesson })).status).toBe(200)
  await ada.api('PUT', `/sandboxes/${adas}/files`, file)

  const live = ada.socket(`/ws/sandboxes/${adas}/live`)
  await live.opened()
  live.send({ type: 'subscribe', version: protocolVersion })
  await live.message(({ type }) => type === 'snapshot')
  later(1)
  const refused = await eve.api('POST', `/sandboxes/${eves}/lesson`, { lesson })
  expect([refused.status, refused.body.code]).toEqual([503, 'no-capacity'])
  expect(await eve.socket(`/ws/sandboxes/${eves}/live`).refused()).toBe(503)

  live.end()
  await vi.waitFor(async () => {
    later(1)
    expect((await eve.api('POST', `/sandboxes/${eves}/lesson`, { lesson })).status).toBe(200)
  }, 20_000)
  expect(server.application.sandboxes.size).toBe(1)

  later(1)
  expect((await ada.api('GET', `/sandboxes/${adas}/files?path=${file.path}`)).body).toEqual(file)
  // Its lesson is open still, and its objects are there: nothing is set up anew.
  const again = ada.socket(`/ws/sandboxes/${adas}/live`)
  await again.opened()
  again.send({ type: 'subscribe', version: protocolVersion })
  const { objects } = await again.message(
    ({ type, sandbox }) => type === 'snapshot' && sandbox.state === 'ready' && sandbox.lesson === lesson,
  )
  expect(objects.pods.length).toBeGreaterThanOrEqual(4)
  again.end()
})
