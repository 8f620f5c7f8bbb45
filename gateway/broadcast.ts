import type { WatchedTerminal } from '@/lib/workshops/relay/receiving'
import type { TerminalServerMessage } from '@/protocol'

/** A message as it goes out, made once for everybody. */
type Frame = { sequence: number; bytes: Buffer }

/** Somebody who watches. */
export interface Watcher {
  send(bytes: Buffer): void
  /** Bytes not taken by the network yet. */
  readonly buffered: number
}

/** One terminal for any number of watchers: what it prints is taken once and serialised once, whoever watches. */
export interface Broadcast {
  /** Shows the screen, or what came after a number; then all that comes. */
  join(watcher: Watcher, after?: number): { dispose(): void }
  close(): void
}

/** Bytes kept behind a screen, before a new screen is taken for who joins. */
const mostKept = 262_144
/** Bytes that may wait for a slow watcher: more are left out, and it gets a whole screen when it has caught up. */
const mostWaiting = 1_000_000

const frameOf = (sequence: number, message: TerminalServerMessage): Frame => ({
  sequence,
  bytes: Buffer.from(JSON.stringify(message)),
})

export function createBroadcast(terminal: WatchedTerminal): Broadcast {
  const watchers = new Map<Watcher, { behind: boolean }>()
  /** The newest whole screen, and everything after it. */
  let screen: Promise<Frame> | undefined
  let kept: Frame[] = []
  let keptBytes = 0
  let closed = false

  const takeScreen = () => {
    kept = []
    keptBytes = 0
    return new Promise<Frame>(resolve => {
      const taking = terminal.attach({
        id: `screen-${Date.now()}`,
        send(event) {
          if (event.type !== 'screen') return
          resolve(frameOf(event.sequence, event))
          taking.dispose()
        },
      })
    })
  }
  const show = async (watcher: Watcher, state: { behind: boolean }) => {
    for (;;) {
      screen ??= takeScreen()
      const taken = screen
      const whole = await taken
      if (watchers.get(watcher) !== state) return
      // What came after an older one is not kept any more.
      if (taken !== screen) continue
      watcher.send(whole.bytes)
      for (const { sequence, bytes } of kept) if (sequence > whole.sequence) watcher.send(bytes)
      state.behind = false
      return
    }
  }

  const attachment = terminal.attach({
    id: `broadcast-${Date.now()}`,
    // Nothing of before: who joins gets a screen.
    after: undefined,
    send(event) {
      if (event.type !== 'output' && event.type !== 'size') return
      const frame = frameOf(event.type === 'output' ? event.sequence : Number.MAX_SAFE_INTEGER, event)
      if (screen) {
        kept.push(frame)
        keptBytes += frame.bytes.length
        if (keptBytes > mostKept) screen = undefined
      }
      for (const [watcher, state] of watchers) {
        if (state.behind) continue
        if (watcher.buffered > mostWaiting) {
          state.behind = true
          void catchUp(watcher, state)
        } else watcher.send(frame.bytes)
      }
    },
  })

  const catchUp = async (watcher: Watcher, state: { behind: boolean }) => {
    while (watchers.get(watcher) === state && watcher.buffered > mostWaiting / 4)
      await new Promise(resolve => setTimeout(resolve, 200).unref())
    await show(watcher, state)
  }

  return {
    join(watcher, after) {
      if (closed) return { dispose() {} }
      const state = { behind: true }
      watchers.set(watcher, state)
      const [first] = kept
      // Whoever was away for a moment gets what came since.
      if (screen && after !== undefined && first && after >= first.sequence) {
        for (const { sequence, bytes } of kept) if (sequence > after) watcher.send(bytes)
        state.behind = false
      } else void show(watcher, state)
      return { dispose: () => void watchers.delete(watcher) }
    },
    close() {
      closed = true
      watchers.clear()
      attachment.dispose()
    },
  }
}
