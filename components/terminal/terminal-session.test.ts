// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TerminalClientMessage, TerminalServerMessage } from '@/protocol'
import { TerminalSession } from './terminal-session'

/** A server that answers by hand; the newest connection is the last. */
class Connection {
  static readonly OPEN = 1
  static readonly CLOSED = 3
  static all: Connection[] = []
  readyState = 0
  readonly sent: TerminalClientMessage[] = []
  onopen?: () => void
  onclose?: () => void
  onmessage?: (event: { data: string }) => void

  constructor(readonly url: string) {
    Connection.all.push(this)
  }

  send(data: string) {
    this.sent.push(JSON.parse(data))
  }

  close() {
    this.readyState = Connection.CLOSED
    this.onclose?.()
  }

  accept() {
    this.readyState = Connection.OPEN
    this.onopen?.()
  }

  tell(message: TerminalServerMessage) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

const newest = () => Connection.all.at(-1)!
const inputs = (connection: Connection) =>
  connection.sent.flatMap(message => (message.type === 'input' ? [[message.sequence, message.data]] : []))

let screen: string[]
let stops: (() => void)[]

const begin = () => {
  const session = new TerminalSession(
    'sandboxes/sandbox-1/terminals/main',
    async () => true,
    window.sessionStorage,
  )
  stops.push(
    session.start(
      { columns: 80, rows: 24 },
      {
        write: (data, whole) => screen.push(whole ? `[screen] ${data}` : data),
        resize: () => {},
      },
    ),
  )
  return session
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Connection)
  Connection.all = []
  screen = []
  stops = []
  window.sessionStorage.clear()
})

afterEach(() => {
  for (const stop of stops) stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a terminal session', () => {
  it('keeps what is typed before there is a connection, and types it in order', () => {
    const session = begin()
    session.input('ls')
    session.input('\r')
    newest().accept()
    expect(newest().sent[0]).toMatchObject({ type: 'attach', columns: 80, rows: 24 })
    expect(inputs(newest())).toEqual([
      [1, 'ls'],
      [2, '\r'],
    ])
  })

  it('sends again after a reconnect what was not accepted, and asks for what it missed', async () => {
    const session = begin()
    newest().accept()
    const viewer = (newest().sent[0] as { viewer: string }).viewer
    newest().tell({ type: 'output', sequence: 7, data: '$ ' })
    session.input('a')
    session.input('b')
    newest().tell({ type: 'accepted', viewer, sequence: 1 })
    newest().close()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(Connection.all).toHaveLength(2)
    newest().accept()
    expect(newest().sent[0]).toMatchObject({ type: 'attach', viewer, after: 7 })
    expect(inputs(newest())).toEqual([[2, 'b']])
  })

  it('paints nothing twice', () => {
    begin()
    newest().accept()
    newest().tell({ type: 'output', sequence: 1, data: 'one' })
    newest().tell({ type: 'output', sequence: 1, data: 'one' })
    newest().tell({ type: 'screen', sequence: 5, data: 'all', columns: 80, rows: 24 })
    newest().tell({ type: 'output', sequence: 5, data: 'late' })
    expect(screen).toEqual(['one', '[screen] all'])
  })

  it('goes on as the same viewer after a reload, with what was still unsent', () => {
    begin().input('typed offline')
    stops.shift()!()
    const reloaded = begin()
    reloaded.input('!')
    newest().accept()
    expect(inputs(newest())).toEqual([
      [1, 'typed offline'],
      [2, '!'],
    ])
  })

  it('tells an edit that ended while there was no connection', () => {
    const session = begin()
    session.edited('edit-1', 'a: b')
    newest().accept()
    expect(newest().sent.at(-1)).toEqual({ type: 'edited', edit: 'edit-1', text: 'a: b' })
  })

  it('gives up when the server refuses it', async () => {
    const session = begin()
    newest().accept()
    newest().tell({ type: 'refused', reason: 'expired', text: 'This sandbox has ended.' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Connection.all).toHaveLength(1)
    expect(session.snapshot()).toMatchObject({ connection: 'gone', refused: 'This sandbox has ended.' })
  })
})
