import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveServerMessage, protocolVersion, terminalServerMessage } from '@/protocol'
import { startTestServer, type TestLearner, type TestSocket } from './running/start'

let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
let eve: TestLearner
let sandbox: string
const course = 'network-policies'
const lesson = '05-default-deny-ingress'
const attach = { type: 'attach', version: protocolVersion, viewer: 'viewer-1', columns: 100, rows: 30 }
const subscribe = { type: 'subscribe', version: protocolVersion }

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.learner()
  eve = await server.learner()
  sandbox = (await ada.api('POST', '/sandboxes', { course })).body.sandbox
})
afterAll(() => server.close())

const at = (rest: string, id = sandbox) => `/ws/sandboxes/${id}/${rest}`

async function live(learner = ada, after?: number): Promise<TestSocket> {
  const socket = learner.socket(at('live'))
  await socket.opened()
  socket.send({ ...subscribe, after })
  return socket
}

/** Everything that a terminal painted. */
const painted = (socket: TestSocket) =>
  socket.messages
    .filter(({ type }) => type === 'output' || type === 'screen')
    .map(({ data }) => data)
    .join('')

describe('who connects', () => {
  it.each([
    ['another origin', {}, { origin: 'https://evil.example' }, 403],
    ['no origin', {}, { origin: '' }, 403],
    ['an origin that is none', {}, { origin: 'null' }, 403],
    ['nobody', {}, { cookie: '' }, 401],
  ])('%s is refused', async (_, __, headers, status) => {
    expect(await ada.socket(at('live'), headers).refused()).toBe(status)
    expect(await ada.socket(at('terminals/main'), headers).refused()).toBe(status)
  })

  it.each(['live', 'terminals/main'])(
    'another person does not learn that there is a sandbox: %s',
    async rest => {
      expect(await eve.socket(at(rest)).refused()).toBe(404)
      expect(await eve.socket(at(rest, '0'.repeat(32))).refused()).toBe(404)
    },
  )

  it.each(['/ws/other', '/ws/sandboxes/../x/live', at('terminals/%2e%2e', 'x'), at('terminals/a b', 'x')])(
    'an address that is none is refused: %s',
    async path => {
      expect(await ada.socket(path).refused()).toBe(404)
    },
  )
})

describe('messages that are wrong', () => {
  it.each([
    ['no JSON', '{"type":', 1008],
    ['no message of ours', { type: 'format', disk: '/' }, 1008],
    ['wrong fields', { ...attach, columns: -1 }, 1008],
    ['bytes', new Uint8Array([0, 1, 2]), 1003],
  ])('%s: refused in words, then closed', async (_, message, code) => {
    const socket = ada.socket(at('terminals/main'))
    await socket.opened()
    socket.send(message)
    expect(await socket.message(({ type }) => type === 'refused')).toMatchObject({ reason: 'message' })
    expect((await socket.closed()).code).toBe(code)
  })

  it('too large: closed', async () => {
    const socket = ada.socket(at('terminals/main'))
    await socket.opened()
    socket.send(attach)
    socket.send({ type: 'input', sequence: 1, data: 'x'.repeat(6_000_000) })
    expect((await socket.closed()).code).toBe(1009)
  })

  it('an older page is told to reload', async () => {
    const socket = ada.socket(at('terminals/main'))
    await socket.opened()
    socket.send({ ...attach, version: protocolVersion - 1 })
    expect(await socket.message(({ type }) => type === 'refused')).toMatchObject({ reason: 'version' })
  })

  it('more terminals than anybody needs are refused, and the others go on', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `t${index}`)
    const sockets = names.map(name => ada.socket(at(`terminals/${name}`)))
    await Promise.all(sockets.map(socket => socket.opened()))
    for (const socket of sockets) socket.send(attach)
    const closed = await sockets.at(-1)!.closed()
    expect(closed.code).toBe(1011)
    await sockets[0]!.message(({ type }) => type === 'output' || type === 'screen')
    for (const socket of sockets) socket.end()
  })
})

describe('the live socket', () => {
  it('tells the objects of the lesson, then what changes', async () => {
    const socket = await live()
    const { status } = await ada.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson })
    expect(status).toBe(200)
    const snapshot = await socket.message(
      ({ type, objects, sandbox }) =>
        type === 'snapshot' && sandbox.state === 'ready' && objects.pods.length >= 4,
    )
    liveServerMessage.parse(snapshot)
    expect(snapshot.sandbox.lesson).toBe(lesson)
    const names = snapshot.objects.pods
      .filter((pod: { metadata: { namespace: string } }) => pod.metadata.namespace === 'netpol-demo')
      .map((pod: { metadata: { name: string } }) => pod.metadata.name)
    expect(names.sort()).toEqual(['api', 'client', 'db', 'web'])
    socket.end()
  })

  it('gives a viewer that comes back what it missed', async () => {
    const first = await live()
    const { sequence } = await first.message(({ type }) => type === 'snapshot')
    first.end()
    const second = await live(ada, sequence)
    await ada.api('POST', `/sandboxes/${sandbox}/checks`, { lesson, task: 'nothing' })
    server.application.sandboxes.open(ada.id, sandbox).then(open => {
      open?.feed.tell({ type: 'task', task: 'x', passed: false })
    })
    await second.message(({ type }) => type === 'task')
    expect(second.messages.map(({ type }) => type)).not.toContain('snapshot')
    second.end()
  })
})

describe('the terminal', () => {
  it('runs what is typed, and resumes where the viewer was', async () => {
    const socket = ada.socket(at('terminals/main'))
    await socket.opened()
    socket.send({ ...attach, viewer: 'viewer-a' })
    socket.send({ type: 'input', sequence: 1, data: 'echo one-$((40 + 2))\r' })
    await socket.message(() => painted(socket).includes('one-42'))
    expect(await socket.message(({ type }) => type === 'accepted')).toMatchObject({ viewer: 'viewer-a' })
    for (const message of socket.messages) terminalServerMessage.parse(message)
    const last = socket.messages.findLast(
      ({ sequence, type }) => sequence !== undefined && type !== 'accepted',
    )
    socket.end()

    const again = ada.socket(at('terminals/main'))
    await again.opened()
    again.send({ ...attach, viewer: 'viewer-a', after: last.sequence })
    // Sent again because its acceptance may have been lost: it must not run twice.
    again.send({ type: 'input', sequence: 1, data: 'echo one-$((40 + 2))\r' })
    again.send({ type: 'input', sequence: 2, data: 'echo two-$((40 + 2))\r' })
    await again.message(() => painted(again).includes('two-42'))
    expect(painted(again)).not.toContain('one-42')
    again.end()
  })

  it('takes what is typed before the cluster is there', async () => {
    const id = (await eve.api('POST', '/sandboxes', { course })).body.sandbox
    const socket = eve.socket(at('terminals/main', id))
    await socket.opened()
    socket.send(attach)
    socket.send({ type: 'input', sequence: 1, data: 'echo early-$((40 + 2))\r' })
    await socket.message(() => painted(socket).includes('early-42'))
    socket.end()
  })

  it('lets Ctrl-C through to a viewer that cannot read fast enough', async () => {
    const socket = ada.socket(at('terminals/main'))
    await socket.opened()
    socket.send({ ...attach, viewer: 'viewer-f' })
    socket.send({
      type: 'input',
      sequence: 1,
      data: 'while :; do echo flooooooooooooooooooooooooooooood; done\r',
    })
    await socket.message(() => painted(socket).includes('fl'))
    socket.pause()
    await new Promise(resolve => setTimeout(resolve, 500))
    socket.send({ type: 'input', sequence: 2, data: '\x03' })
    socket.resume()
    socket.send({ type: 'input', sequence: 3, data: 'echo after-$((40 + 2))\r' })
    await socket.message(() => painted(socket).includes('after-42'))
    socket.end()
  })
})
