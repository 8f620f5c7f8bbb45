import { randomBytes } from 'node:crypto'
import type { Log } from '@/lib/operations/log'
import type { OpenSandbox } from '@/lib/sandboxes/open-sandbox'
import type { TerminalServerMessage } from '@/protocol'
import type { Room } from '../room/room'
import { pack } from './packing'

type Terminal = Awaited<ReturnType<OpenSandbox['terminal']>>

/** A terminal on this server that is shown on others. */
export interface Sending {
  /** Somebody there begins to watch: they need the screen. */
  showScreen(): void
  /** They are still there. */
  keep(): void
  end(): void
}

type SendingOptions = {
  terminal: Terminal
  room: Pick<Room, 'subscribe'>
  /** Tells other servers, in order. */
  tell: (...words: string[]) => Promise<unknown>
  /** Milliseconds between two signs of life. */
  every: number
  onEnd: () => void
  log: Log
}

/** Characters that may wait to be told: who floods a terminal is not shown elsewhere. */
const mostWaiting = 4_000_000

export function createSending({ terminal, room, tell, every, onEnd, log }: SendingOptions): Sending {
  const session = randomBytes(6).toString('hex')
  let number = 0
  let waiting: TerminalServerMessage[] = []
  let size = 0
  let telling = false
  let wanted = Date.now()
  let ended = false
  let taking: { dispose(): void } | undefined

  const tellNow = async (messages: readonly TerminalServerMessage[]) => {
    for (const words of pack(number++, messages)) await tell(session, ...words)
  }
  const tellWaiting = async () => {
    if (telling) return
    telling = true
    try {
      while (waiting.length > 0 && !ended) {
        const batch = waiting
        waiting = []
        size = 0
        await tellNow(batch)
      }
    } catch (error) {
      log.warn('relay.failed', { error })
      end()
    } finally {
      telling = false
    }
  }
  const send = (message: TerminalServerMessage) => {
    waiting.push(message)
    size += 'data' in message ? message.data.length : 0
    if (size > mostWaiting) end()
    else void tellWaiting()
  }
  const attachment = terminal.attach({
    id: `relay-${session}`,
    send: event => (event.type === 'output' || event.type === 'size') && send(event),
  })
  const life = setInterval(() => {
    if (Date.now() - wanted > 3 * every) end()
    // That nothing is printed is told, too.
    else if (!telling) void tellNow([]).catch(end)
  }, every).unref()
  const listening = room.subscribe({ seat: null, nameless: true }, message => {
    if (message.type === 'event' && message.event.type === 'shared') end()
  })
  const end = () => {
    if (ended) return
    ended = true
    clearInterval(life)
    taking?.dispose()
    attachment.dispose()
    listening.dispose()
    onEnd()
  }
  return {
    keep() {
      wanted = Date.now()
    },
    showScreen() {
      taking ??= terminal.attach({
        id: `relay-screen-${session}`,
        send(event) {
          if (event.type !== 'screen') return
          send(event)
          taking?.dispose()
          taking = undefined
        },
      })
    },
    end,
  }
}
