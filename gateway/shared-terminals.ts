import type { WebSocket } from 'ws'
import type { OpenSandbox } from '@/lib/sandboxes/open-sandbox'
import type { Receiving, WatchedTerminal } from '@/lib/workshops/relay/receiving'
import type { Room } from '@/lib/workshops/room/room'
import {
  protocolVersion,
  type TerminalClientMessage,
  type TerminalServerMessage,
  terminalClientMessage,
} from '@/protocol'
import { type Broadcast, createBroadcast } from './broadcast'
import { closeCode, follow } from './connection'

type Attach = Extract<TerminalClientMessage, { type: 'attach' }>

/** Where the terminal is: in a sandbox of this server, or on another, which tells what it prints. */
type Source = OpenSandbox | Receiving

/** The terminals that are shared in workshops, one broadcast each, while somebody watches. */
export interface SharedTerminals {
  /** Somebody watches; what they type goes nowhere. When it is not shared any more, they are let go. */
  watch(socket: WebSocket, room: Room, source: Source): void
}

type Shared = { broadcast: Promise<Broadcast>; sockets: Set<WebSocket>; end(): void }

export function createSharedTerminals(): SharedTerminals {
  const shared = new Map<Source, Shared>()

  const begin = (room: Room, source: Source): Shared => {
    const isHere = 'hold' in source
    const hold = isHere ? source.hold() : undefined
    const sockets = new Set<WebSocket>()
    const terminal: Promise<WatchedTerminal> = isHere ? source.terminal('main') : Promise.resolve(source)
    const broadcast = terminal.then(createBroadcast)
    broadcast.catch(() => {})
    const end = () => {
      if (shared.get(source) !== made) return
      shared.delete(source)
      listening.dispose()
      hold?.dispose()
      broadcast.then(
        there => there.close(),
        () => {},
      )
      for (const socket of sockets) socket.close(closeCode.going, 'not shared any more')
    }
    const made = { broadcast, sockets, end }
    shared.set(source, made)
    if (!isHere) source.onLost(end)
    const listening = room.subscribe({ seat: null, nameless: true }, message => {
      if (message.type === 'event' && message.event.type === 'shared') end()
    })
    return made
  }

  return {
    watch(socket, room, source) {
      const { broadcast, sockets, end } = shared.get(source) ?? begin(room, source)
      sockets.add(socket)
      let joined: { dispose(): void } | undefined
      const join = async ({ version, after }: Attach) => {
        if (version !== protocolVersion) return connection.close(closeCode.bad, 'reload the page')
        const there = await broadcast
        joined?.dispose()
        const watcher = {
          send: (bytes: Buffer) => connection.sendFrame(bytes),
          get buffered() {
            return connection.buffered
          },
        }
        if (sockets.has(socket)) joined = there.join(watcher, after)
      }
      const connection = follow<typeof terminalClientMessage, TerminalServerMessage>(
        socket,
        terminalClientMessage,
        broadcast.then(() => message => void (message.type === 'attach' && join(message))),
        text => ({ type: 'refused', reason: 'message', text }),
      )
      connection.onClose(() => {
        joined?.dispose()
        sockets.delete(socket)
        if (sockets.size === 0) end()
      })
    },
  }
}
