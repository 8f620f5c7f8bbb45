import type { TerminalServerMessage } from '@/protocol'
import type { Disposable } from '@/sandbox/process'
import { createUnpacking } from './packing'

/** What of a terminal can be watched from another server. */
export interface WatchedTerminal {
  attach(viewer: {
    id: string
    after?: number | undefined
    send: (message: TerminalServerMessage) => void
  }): Disposable
}

/** A terminal on another server, while somebody here watches it. */
export interface Receiving extends WatchedTerminal {
  /** Words of that server about it. */
  heard(session: string, number: string, part: string, data: string): void
  /** Whether anything came within so many milliseconds. */
  answers(within: number): Promise<boolean>
  /** Calls it when nothing comes any more, or something was missed: whoever watches begins anew. */
  onLost(listener: () => void): void
  /** They are let go. */
  lose(): void
}

type ReceivingOptions = {
  /** Asks for the screen. */
  ask: () => void
  /** Says that somebody watches still. */
  keep: () => void
  every: number
  onEnd: () => void
}

export function createReceiving({ ask, keep, every, onEnd }: ReceivingOptions): Receiving {
  const viewers = new Set<(message: TerminalServerMessage) => void>()
  const lost = new Set<() => void>()
  const first = new Set<() => void>()
  const unpacking = createUnpacking()
  let from: string | undefined
  let heardAt = Date.now()
  let over = false

  const end = () => {
    if (over) return
    over = true
    clearInterval(life)
    onEnd()
  }
  const lose = () => {
    end()
    for (const listener of lost) listener()
  }
  const life = setInterval(() => {
    if (viewers.size === 0) end()
    else if (Date.now() - heardAt > 3 * every) lose()
    else keep()
  }, every).unref()

  return {
    attach({ send }) {
      viewers.add(send)
      ask()
      return {
        dispose() {
          viewers.delete(send)
          if (viewers.size === 0) end()
        },
      }
    },
    heard(session, ...words) {
      // Another server that has it, too: one is enough.
      if (from !== undefined && from !== session) return
      from = session
      heardAt = Date.now()
      for (const told of first) told()
      const messages = unpacking.take(...words)
      if (messages === 'missed') return lose()
      for (const message of messages ?? []) for (const send of [...viewers]) send(message)
    },
    answers(within) {
      if (from !== undefined) return Promise.resolve(true)
      ask()
      return new Promise(resolve => {
        const answer = (is: boolean) => {
          first.delete(told)
          clearTimeout(late)
          resolve(is)
        }
        const told = () => answer(true)
        const late = setTimeout(() => answer(false), within)
        first.add(told)
      })
    },
    onLost: listener => void lost.add(listener),
    lose,
  }
}
