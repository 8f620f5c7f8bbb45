import { describe, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import type { TestLearner, TestSocket } from '../running/start'
import { ada, seat, server, teachAda, teacher, workshop } from './class-of-one'

teachAda({ capacity: 2 })

const painted = ({ messages }: TestSocket) => messages.map(({ data }) => data ?? '').join('')
async function attach(socket: TestSocket, viewer: string) {
  await socket.opened()
  socket.send({ type: 'attach', version: protocolVersion, viewer, columns: 100, rows: 30 })
  return socket
}
const own = () => attach(ada.socket(`/ws/sandboxes/${seat.sandbox}/terminals/main`), 'viewer-ada')
const shadowPath = () => `/ws/workshops/${workshop.id}/seats/${seat.seat}/terminals/main`
const shadow = () => attach(teacher.socket(shadowPath()), 'viewer-teacher')
async function live(viewer: TestLearner) {
  const socket = viewer.socket(`/ws/workshops/${workshop.id}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  await socket.message(({ type }) => type === 'snapshot')
  return socket
}

describe('an instructor who looks at a terminal', () => {
  it('sees what the participant does, who is told; keys and sizes go nowhere', async () => {
    const [mine, told] = [await own(), await live(ada)]
    const looking = await shadow()
    await told.message(({ type, help }) => type === 'help' && help.watchedBy.length === 1)
    looking.send({ type: 'resize', columns: 40, rows: 10 })
    looking.send({ type: 'input', sequence: 1, data: 'echo int"ruder"\r' })
    mine.send({ type: 'input', sequence: 1, data: 'echo seen-$((40 + 2))\r' })
    await looking.message(() => painted(looking).includes('seen-42'))
    expect(painted(mine)).not.toContain('int')
    expect(mine.messages.filter(({ type, columns }) => type === 'size' && columns === 40)).toEqual([])
    looking.end()
    await told.message(({ type, help }) => type === 'help' && help.watchedBy.length === 0)
  })

  it('types while the participant lets them, and no longer', async () => {
    const [mine, told] = [await own(), await live(ada)]
    const looking = await shadow()
    const at = `/workshops/${workshop.id}`
    expect((await ada.api('PUT', `${at}/seat/assist`)).status).toBe(404)
    expect((await teacher.api('POST', `${at}/seats/${seat.seat}/assist`)).status).toBe(204)
    await told.message(({ type, help }) => type === 'help' && help.assist?.granted === false)
    looking.send({ type: 'input', sequence: 1, data: 'echo too-s"oon"\r' })
    expect((await ada.api('PUT', `${at}/seat/assist`)).status).toBe(204)
    looking.send({ type: 'input', sequence: 2, data: 'echo help-$((1 + 1))\r' })
    await mine.message(() => painted(mine).includes('help-2'))
    expect((await ada.api('DELETE', `${at}/seat/assist`)).status).toBe(204)
    looking.send({ type: 'input', sequence: 3, data: 'echo too-l"ate"\r' })
    mine.send({ type: 'input', sequence: 1, data: 'echo mine-$((2 + 1))\r' })
    await mine.message(() => painted(mine).includes('mine-3'))
    expect(painted(mine)).not.toMatch(/too-/)
    const { acts } = (await ada.api('GET', '/me/data')).body
    expect(acts[0]).toMatchObject({ action: 'participant.assisted' })
  })

  it('is one of this workshop, and looks at seats that are taken', async () => {
    const [stranger, eve] = [await server.learner('instructor'), await server.learner()]
    await eve.api('POST', '/seats', { code: workshop.code, name: 'Eve' })
    expect(await stranger.socket(shadowPath()).refused()).toBe(404)
    expect(await eve.socket(shadowPath()).refused()).toBe(403)
    expect(await ada.socket(shadowPath(), { cookie: '' }).refused()).toBe(401)
    expect(await teacher.socket(shadowPath(), { origin: 'https://evil.example' }).refused()).toBe(403)
    const elsewhere = shadowPath().replace(seat.seat, 'f'.repeat(32))
    expect(await teacher.socket(elsewhere).refused()).toBe(404)
  })
})
