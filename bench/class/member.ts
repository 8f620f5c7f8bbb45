import { encode } from 'next-auth/jwt'
import { WebSocket } from 'ws'
import { protocolVersion, type WorkshopServerMessage } from '@/protocol'
import { secret } from '@/tests/server/running/secret'

// biome-ignore lint/suspicious/noExplicitAny: answers of every route
type Answer = any

/** Somebody in a class: their browser, as the server sees it. */
export interface Member {
  sandbox: string
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** Follows the class; resolves when it is there. */
  subscribe(path: string, heard?: (message: WorkshopServerMessage) => void): Promise<void>
  /** Sits down at a terminal. `type` tells the milliseconds until the key is on the screen. */
  attach(path: string): Promise<{ type(key: string): Promise<number> }>
  /** Watches a terminal; told of each piece of output. */
  watch(path: string, seen: () => void): Promise<void>
}

export async function memberOf(host: string, id: string): Promise<Member> {
  const cookie = `next-auth.session-token=${await encode({ token: { sub: id, sessions: 0 }, secret })}`
  const connect = async (path: string, first: object, hear: (data: string) => void) => {
    const socket = new WebSocket(`ws://${host}${path}`, { headers: { cookie, origin: `http://${host}` } })
    socket.on('message', data => hear(data.toString()))
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    socket.send(JSON.stringify({ version: protocolVersion, ...first }))
    return socket
  }
  const terminal = (viewer: string) => ({ type: 'attach', viewer, columns: 100, rows: 30 })
  return {
    sandbox: '',
    async ask(method, path, body) {
      const response = await fetch(`http://${host}/api/v1${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    subscribe: (path, heard) =>
      new Promise((resolve, reject) => {
        const hear = (data: string) => {
          if (data.startsWith('{"type":"snapshot"')) resolve()
          heard?.(JSON.parse(data))
        }
        connect(path, { type: 'subscribe' }, hear).catch(reject)
      }),
    async attach(path) {
      let echoed = () => {}
      let sequence = 0
      const socket = await connect(path, terminal(`types-${id}`), data => {
        if (data.startsWith('{"type":"output"')) echoed()
      })
      return {
        type: key =>
          new Promise(resolve => {
            const start = performance.now()
            echoed = () => resolve(performance.now() - start)
            socket.send(JSON.stringify({ type: 'input', sequence: ++sequence, data: key }))
          }),
      }
    },
    async watch(path, seen) {
      await connect(path, terminal(`sees-${id}`), data => {
        if (data.startsWith('{"type":"output"')) seen()
      })
    },
  }
}
