import type { Input } from '../process'

/**
 * A stream that several programs read one after the other, as they share a terminal or a file descriptor: a reader
 * that is interrupted loses nothing for the next one, and what was read too far can be put back.
 */
export interface SharedInput extends Input {
  /** Puts bytes back at the front. */
  unread(chunk: Uint8Array): void
  /** Takes what was put back, or came in while nobody wanted it; `null` is an end of input (Ctrl-D). */
  drain(): Array<Uint8Array | null>
  /** This stream for one reader; once `signal` is aborted its reads answer `null` and the bytes stay. */
  lend(signal: AbortSignal): SharedInput
}

/** Makes a stream shareable; `source` must then only be read through it. One that is shared already stays as it is. */
export function shareInput(source: Input | SharedInput): SharedInput {
  if ('lend' in source) return source
  const queue: Array<Uint8Array | null> = []
  let pending: Promise<void> | undefined
  let ended = false

  /** One read of the source is under way at a time; whoever is there when it comes takes the chunk. */
  const fetch = () => {
    pending ??= source.read().then(
      chunk => {
        pending = undefined
        // A terminal's end of input (Ctrl-D) ends one read; any other stream stays at its end.
        if (chunk !== null || source.tty) queue.push(chunk)
        else ended = true
      },
      () => {
        pending = undefined
        ended = true
      },
    )
    return pending
  }

  const readUntil = async (signal?: AbortSignal): Promise<Uint8Array | null> => {
    for (;;) {
      if (signal?.aborted) return null
      const chunk = queue.shift()
      if (chunk !== undefined) return chunk
      if (ended) return null
      await (signal ? settledOrAborted(fetch(), signal) : fetch())
    }
  }

  const view = (close: () => void, signal?: AbortSignal): SharedInput => ({
    ...(source.tty && { tty: source.tty }),
    read: () => readUntil(signal),
    unread(chunk) {
      if (chunk.length > 0) queue.unshift(chunk)
    },
    drain: () => queue.splice(0),
    close,
    lend: next => view(() => {}, signal ? AbortSignal.any([signal, next]) : next),
  })
  return view(() => {
    ended = true
    queue.length = 0
    source.close()
  })
}

async function settledOrAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = () => {}
  const interruption = new Promise<void>(resolve => {
    stop = resolve
    signal.addEventListener('abort', stop)
  })
  try {
    await Promise.race([promise, interruption])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
