import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { protocolVersion } from '@/protocol'
import { startTestServer, type TestLearner } from './running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'

afterEach(() => void vi.useRealTimers())

const later = (minutes: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })
}
const sandboxOf = async (learner: TestLearner) =>
  (await learner.api('POST', '/sandboxes', { course })).body.sandbox as string
const follow = async (learner: TestLearner, sandbox: string) => {
  const live = learner.socket(`/ws/sandboxes/${sandbox}/live`)
  await live.opened()
  live.send({ type: 'subscribe', version: protocolVersion })
  await live.message(({ type }) => type === 'snapshot')
  return live
}
type Told = { type: string; sandbox?: { state: string; turn?: number; lesson?: string } }
const isWaiting = (turn: number) => (message: Told) =>
  message.sandbox?.state === 'waiting' && message.sandbox.turn === turn
const isReady = (message: Told) => message.sandbox?.state === 'ready'

describe('with room for one', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>
  beforeAll(async () => {
    server = await startTestServer({ limit: 1 })
  })
  afterAll(() => server.close())

  it('a sandbox that is looked at keeps its place; one that nobody uses makes room and loses nothing', async () => {
    const [ada, eve] = [await server.learner(), await server.learner()]
    const [adas, eves] = [await sandboxOf(ada), await sandboxOf(eve)]
    const file = { path: '/home/learner/notes.txt', text: 'kept' }
    expect((await ada.api('POST', `/sandboxes/${adas}/lesson`, { lesson })).status).toBe(200)
    await ada.api('PUT', `/sandboxes/${adas}/files`, file)

    const live = await follow(ada, adas)
    later(1)
    const refused = await eve.api('POST', `/sandboxes/${eves}/lesson`, { lesson })
    expect([refused.status, refused.body.code]).toEqual([503, 'no-capacity'])
    expect(refused.body.detail).toContain('number 1 in the queue')

    live.end()
    await vi.waitFor(async () => {
      later(1)
      expect((await eve.api('POST', `/sandboxes/${eves}/lesson`, { lesson })).status).toBe(200)
    }, 20_000)
    expect(server.application.sandboxes.size).toBe(1)

    later(1)
    expect(
      await vi.waitFor(async () => {
        const { status, body } = await ada.api('GET', `/sandboxes/${adas}/files?path=${file.path}`)
        expect(status).toBe(200)
        return body
      }, 20_000),
    ).toEqual(file)
    // Its lesson is open still, and its objects are there: nothing is set up anew.
    const again = await follow(ada, adas)
    const { objects } = await again.message(
      ({ type, sandbox }) => type === 'snapshot' && sandbox.state === 'ready' && sandbox.lesson === lesson,
    )
    expect(objects.pods.length).toBeGreaterThanOrEqual(4)
    again.end()
  })

  it('who waits is told their place on the page, keeps it over a reload, and goes on without asking', async () => {
    const [ann, ben, cai] = [await server.learner(), await server.learner(), await server.learner()]
    const [anns, bens, cais] = [await sandboxOf(ann), await sandboxOf(ben), await sandboxOf(cai)]
    later(1)
    const has = await follow(ann, anns)
    await has.message(isReady)
    const [first, second] = [await follow(ben, bens), await follow(cai, cais)]
    await Promise.all([first.message(isWaiting(1)), second.message(isWaiting(2))])
    first.end()
    const reloaded = await follow(ben, bens)
    await reloaded.message(isWaiting(1))

    has.end()
    await vi.waitFor(() => {
      later(1)
      expect(reloaded.messages.some(isReady)).toBe(true)
    }, 20_000)
    await second.message(isWaiting(1))
    for (const live of [reloaded, second]) live.end()
  })
})

describe('with sandboxes in reserve', () => {
  it('who comes gets one that is ready, and the next is made', async () => {
    const server = await startTestServer({ reserve: 1, limit: 3 })
    const { prisma } = server.database
    const ready = () =>
      vi.waitFor(
        () => prisma.sandbox.findFirstOrThrow({ where: { place: 'reserve', start: { not: null } } }),
        30_000,
      )
    try {
      const made = await ready()
      const ada = await server.learner()
      const adas = await sandboxOf(ada)
      expect(adas).toBe(made.id)
      const live = await follow(ada, adas)
      const { sandbox } = await live.message(isReady)
      expect(sandbox.lesson).toBe(made.lesson)
      expect(live.messages.some(({ sandbox }: Told) => sandbox?.state === 'preparing')).toBe(false)
      expect(await sandboxOf(ada)).toBe(adas)
      expect((await ready()).id).not.toBe(adas)
      live.end()
    } finally {
      await server.close()
    }
  })
})

describe('with an end', () => {
  it('warns, can be put off, and ends for good', async () => {
    const server = await startTestServer({ lifetimeHours: 2 })
    try {
      const ada = await server.learner()
      const adas = await sandboxOf(ada)
      const live = await follow(ada, adas)
      await live.message(isReady)
      const { expiresAt } = await server.database.prisma.sandbox.findUniqueOrThrow({ where: { id: adas } })
      expect(expiresAt!.getTime() - Date.now()).toBeGreaterThan(119 * 60_000)

      const warned = (message: Told & { sandbox?: { ends?: { why: string } } }) =>
        message.sandbox?.ends?.why === 'lifetime'
      later(115)
      await server.application.sandboxes.sweep()
      await live.message(warned)
      const { body } = await ada.api('POST', `/sandboxes/${adas}/extension`)
      expect(body.expiresAt).toBe(expiresAt!.getTime() + 3_600_000)
      const last = live.messages.at(-1)
      expect([last.sandbox.state, last.sandbox.ends]).toEqual(['ready', undefined])

      later(62)
      await server.application.sandboxes.sweep()
      await vi.waitFor(() => expect(live.messages.at(-1).sandbox?.ends?.why).toBe('lifetime'))
      later(5)
      await server.application.sandboxes.sweep()
      await live.message(({ sandbox }) => sandbox?.state === 'expired')
      expect((await ada.api('GET', `/sandboxes/${adas}/files?path=/home/learner`)).status).toBe(404)
      live.end()
    } finally {
      await server.close()
    }
  })
})
