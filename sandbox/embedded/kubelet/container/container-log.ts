import { BrokenPipe, type Output } from '../../../process'

/** What is kept of a container's output; older lines go first. */
const kept = 512 * 1024
const newline = 10

/** A character a byte: many short lines cost less than as arrays. */
type Entry = { readonly time: number; readonly data: string }

export type LogOptions = {
  follow: boolean
  tailLines?: number
  sinceSeconds?: number
  sinceTime?: string
  timestamps: boolean
  limitBytes?: number
}

/** What a container printed, line by line with its time, as the runtime keeps it. */
export interface ContainerLog {
  /** A stream of the container that is kept. */
  output(): Output
  /** Writes the log, and with `follow` what comes until the container has ended. */
  print(options: LogOptions, output: Output): Promise<void>
  /** No more output comes. */
  end(): void
}

export function createContainerLog(now: () => number = Date.now): ContainerLog {
  const entries: Entry[] = []
  let size = 0
  let first = 0
  let ended = false
  const waiting: Array<() => void> = []

  const wake = () => {
    for (const resume of waiting.splice(0)) resume()
  }
  const append = (data: Uint8Array) => {
    entries.push({ time: now(), data: Buffer.from(data).toString('latin1') })
    size += data.length
    while (size > kept && entries.length > 1) {
      size -= entries.shift()!.data.length
      first++
    }
    wake()
  }

  return {
    output() {
      let partial: Uint8Array = new Uint8Array(0)
      return {
        async write(chunk) {
          const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
          let start = 0
          for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
            append(join(partial, bytes.subarray(start, end + 1)))
            partial = new Uint8Array(0)
            start = end + 1
          }
          partial = join(partial, bytes.subarray(start))
          // A prompt has no newline: what stands alone is shown as it is, and goes on in the next entry.
          if (partial.length > 0) {
            append(partial)
            partial = new Uint8Array(0)
          }
        },
      }
    },
    async print(options, output) {
      const since = Math.max(
        options.sinceSeconds === undefined ? 0 : now() - options.sinceSeconds * 1_000,
        options.sinceTime === undefined ? 0 : Date.parse(options.sinceTime) || 0,
      )
      const chosen = entries.filter(({ time }) => time >= since)
      const begin = options.tailLines === undefined ? 0 : startOfTail(chosen, options.tailLines)
      let budget = options.limitBytes ?? Number.POSITIVE_INFINITY
      const put = async (entry: Entry) => {
        const stamp = options.timestamps
          ? `${new Date(entry.time).toISOString().replace('Z', '000000Z')} `
          : ''
        const data = Buffer.from(stamp + entry.data, 'latin1').subarray(0, budget)
        budget -= data.length
        if (data.length > 0) await output.write(data)
      }
      let next = first + entries.length
      try {
        for (const entry of chosen.slice(begin)) await put(entry)
        while (options.follow && budget > 0) {
          while (next < first + entries.length) await put(entries[Math.max(next++ - first, 0)]!)
          if (ended) return
          await new Promise<void>(resolve => waiting.push(resolve))
        }
      } catch (error) {
        if (!(error instanceof BrokenPipe)) throw error
      }
    },
    end() {
      ended = true
      wake()
    },
  }
}

/** The index of the entry with which the last `lines` lines begin. */
function startOfTail(entries: readonly Entry[], lines: number): number {
  let found = 0
  for (let index = entries.length; index > 0; index--) {
    if (!entries[index - 1]!.data.endsWith('\n') && index < entries.length) continue
    if (found++ === lines) return index
  }
  return 0
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  const all = new Uint8Array(left.length + right.length)
  all.set(left)
  all.set(right, left.length)
  return all
}
