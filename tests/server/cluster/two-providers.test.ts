import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSharedLine } from '@/lib/sandboxes/life-cycle/line'
import { type Person, protocolVersion, type Workshop } from '@/protocol'
import { createClient } from '@/sandbox/client'
import { startCluster } from '@/sandbox/kubernetes/cluster.fixture'
import { createKubernetesProvider } from '@/sandbox/kubernetes/provider'
import { shortId } from '@/sandbox/kubernetes/record'
import type { SandboxProvider } from '@/sandbox/provider'
import { startTestServer, type TestLearner } from '../running/start'

const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-two-'))

let cluster: Awaited<ReturnType<typeof startCluster>>
let real: SandboxProvider
let server: Awaited<ReturnType<typeof startTestServer>>
let teacher: TestLearner
beforeAll(async () => {
  cluster = await startCluster()
  real = await createKubernetesProvider({
    ...{ config: cluster.config, tenancy: 'shared', withoutWall: true },
  } as const)
  server = await startTestServer({ directory, second: real, limit: 1 })
  teacher = await server.learner('instructor')
})
afterAll(async () => {
  await server.close()
  await real.close()
  await cluster.close()
  rmSync(directory, { recursive: true, force: true })
})

const workshop = async (more: object = {}): Promise<Workshop> =>
  (await teacher.api('POST', '/workshops', { title: 'Two', course, lessons: [lesson], capacity: 2, ...more }))
    .body
const seatIn = async ({ code }: Workshop, learner: TestLearner) =>
  (await learner.api('POST', '/seats', { code, name: 'Ada' })).body
const rowOf = (id: string) => server.database.prisma.sandbox.findUnique({ where: { id } })
const personOf = ({ cookie }: TestLearner) =>
  server.application.people.of(cookie).then(person => person as Person)
const open = (learner: TestLearner, sandbox: string) =>
  learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson })
/** Looks at a sandbox, so that it keeps its place. */
async function hold(learner: TestLearner, sandbox: string) {
  const live = learner.socket(`/ws/sandboxes/${sandbox}/live`)
  await live.opened()
  live.send({ type: 'subscribe', version: protocolVersion })
  await live.message(({ type }) => type === 'snapshot')
  return live
}
/** The namespaces of a sandbox's pods, through its own API. */
async function namespacesIn(provider: SandboxProvider, sandbox: string) {
  const client = (await provider.open(sandbox)).asGrader()
  const { body } = await client.request<{ items: { metadata: { namespace: string } }[] }>(
    'GET',
    '/api/v1/pods',
  )
  client.dispose()
  return new Set(body.items.map(({ metadata }) => metadata.namespace))
}

describe('with two providers', () => {
  it('who learns alone has the first; a workshop the one it wants, with its names, notes and room of its own', async () => {
    const [ada, eve] = [await server.learner(), await server.learner()]
    const { sandbox: adas } = (await ada.api('POST', '/sandboxes', { course })).body
    const live = await hold(ada, adas)
    expect((await open(ada, adas)).status).toBe(200)
    expect((await rowOf(adas))?.provider).toBe('embedded')
    expect(await namespacesIn(server.provider, adas)).toContain('netpol-demo')

    const made = await workshop({ provider: 'kubernetes' })
    expect([made.provider, (await workshop()).provider]).toEqual(['kubernetes', 'embedded'])
    const { sandbox: eves } = await seatIn(made, eve)
    // There is room for one on each: the one that is in use is on the other.
    expect((await open(eve, eves)).status).toBe(200)
    expect((await rowOf(eves))?.provider).toBe('kubernetes')
    const name = `netpol-demo-${shortId(eves)}`
    expect(await namespacesIn(real, eves)).toContain(name)

    const { runtime } = server.application
    const seen = await runtime.workshopLessons.page(await personOf(eve), made.id, lesson)
    expect(seen?.page.notes.map(({ id }) => id)).toContain('shared')
    expect((await runtime.lessonText(course, lesson, eves))?.mdx).toContain(name)
    const alone = await runtime.lessonPage(await personOf(ada), course, lesson)
    expect(alone?.notes).toEqual([])

    // The next one on that provider waits, whoever else has room.
    const { sandbox: bens } = await seatIn(made, await server.learner())
    const evesPage = await hold(eve, eves)
    const waiting = await server.application.sandboxes.openAny(bens)
    await vi.waitFor(() => expect(waiting?.turn).toBe(1))
    for (const page of [live, evesPage]) page.end()

    expect((await teacher.api('DELETE', `/workshops/${made.id}`)).status).toBe(204)
    const admin = createClient(cluster.config)
    await vi.waitFor(async () => {
      const { body } = await admin.request<{ items: { metadata: { name: string } }[] }>(
        'GET',
        '/api/v1/namespaces',
      )
      expect(body.items.map(({ metadata }) => metadata.name)).not.toContain(name)
    }, 10_000)
    admin.dispose()
  })

  it('a workshop moves until somebody has joined; what was made ready is ended', async () => {
    const made = await workshop({ provider: 'kubernetes' })
    const change = (provider: string) => teacher.api('PATCH', `/workshops/${made.id}`, { provider })
    const [first] = await server.database.prisma.seat.findMany({ where: { workshopId: made.id } })
    const ready = await server.application.sandboxes.assignSeat({
      ...{ seatId: first!.id, place: `seat:${first!.id}`, course, provider: made.provider },
    })
    await server.application.rooms.add(made.id, { type: 'prepared', seat: first!.id, problem: null })

    expect((await change('embedded')).body.provider).toBe('embedded')
    expect(await rowOf(ready)).toBeNull()
    const { state } = await server.application.rooms.of(made.id)
    expect(state.seats[first!.id]?.prepared).toBeNull()

    const { sandbox } = await seatIn(made, await server.learner())
    expect((await rowOf(sandbox))?.provider).toBe('embedded')
    const refused = await change('kubernetes')
    expect([refused.status, refused.body.code]).toEqual([409, 'seats-taken'])
    expect((await change('embedded')).status).toBe(200)
  })
})

it('servers that share a cluster have one line for it, which a server that ends does not leave', async () => {
  const { prisma } = server.database
  const ids = ['ann', 'ben', 'cai'] as const
  await prisma.sandbox.createMany({
    data: ids.map(id => ({ id, place: id, course, provider: 'kubernetes' })),
  })
  const [one, other] = [createSharedLine(prisma, 'kubernetes'), createSharedLine(prisma, 'kubernetes')]
  expect([...(await one.stand(['ben', 'ann']))]).toEqual(
    expect.arrayContaining([
      ['ben', 1],
      ['ann', 2],
    ]),
  )
  expect((await other.stand(['cai'])).get('cai')).toBe(3)
  await one.leave('ben')
  expect((await other.stand(['cai'])).get('cai')).toBe(2)
  expect((await createSharedLine(prisma, 'kubernetes').stand(['ann'])).get('ann')).toBe(1)
  await prisma.sandbox.update({ where: { id: 'ann' }, data: { waitsUntil: new Date(Date.now() - 1) } })
  expect((await other.stand(['cai'])).get('cai')).toBe(1)
  expect((await other.stand(['cai', 'ann'])).get('ann')).toBe(2)
  await prisma.sandbox.deleteMany({ where: { id: { in: [...ids] } } })
})

it('what was made before, or with a provider that is gone, goes on with the first', async () => {
  const { prisma } = server.database
  const { sandbox: old } = (await (await server.learner()).api('POST', '/sandboxes', { course })).body
  const lately = new Date(Date.now() - 60_000)
  await prisma.sandbox.update({ where: { id: old }, data: { provider: null } })
  await prisma.sandbox.create({
    data: {
      ...{ id: 'gone', place: 'gone', course, lesson, task: 'deny-ingress', provider: 'kubernetes' },
      ...{ start: lesson, startHash: 'of other objects', startedAt: lately },
    },
  })
  await server.close()
  server = await startTestServer({ directory })
  const open = async (id: string) => {
    const sandbox = await server.application.sandboxes.openAny(id)
    await vi.waitFor(() => expect(sandbox?.feed.state.state).toBe('ready'), 20_000)
    return [sandbox?.provider.name, (await rowOf(id))?.provider]
  }
  expect(await open(old)).toEqual(['embedded', 'embedded'])
  expect(await open('gone')).toEqual(['embedded', 'embedded'])
  const row = await rowOf('gone')
  expect([row?.start, row?.startedAt?.getTime()]).toEqual([lesson, expect.any(Number)])
  expect(row!.startedAt!.getTime()).toBeGreaterThan(lately.getTime())
  expect(await namespacesIn(server.provider, 'gone')).toContain('netpol-demo')
})
