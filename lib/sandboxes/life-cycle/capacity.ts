import type { Disposable } from '@/sandbox/process'
import type { SandboxProvider } from '@/sandbox/provider'
import type { OpenSandbox } from '../open-sandbox'
import type { Line } from './line'
import { createQueue, type Queue } from './queue'

/** How many sandboxes of one provider may be in memory, and who waits for room there. */
export interface Capacity extends Disposable {
  readonly queue: Queue
  readonly limit: number
  /** How many there are, those that wait not counted. */
  readonly size: number
  /** For one that nobody waits for. */
  readonly hasRoom: boolean
}

type CapacityOptions = {
  provider: SandboxProvider
  /** As far as the provider allows it. */
  limit: number
  /** Those in memory, of every provider. */
  open: ReadonlyMap<string, OpenSandbox>
  /** Those on their way out, which take room until they are. */
  closing: ReadonlyMap<string, { sandbox: OpenSandbox }>
  close: (sandbox: OpenSandbox) => Promise<void>
  /** Where who waits for this provider stands. */
  line: Line
}

/** Milliseconds since its last use after which a sandbox may make room for another: a request may be under way. */
const restingBefore = 10_000

/** At the limit the one unused longest makes room. */
export function createCapacity({
  provider,
  open,
  closing,
  close,
  line,
  ...options
}: CapacityOptions): Capacity {
  const limit = Math.min(options.limit, provider.limit ?? options.limit)
  const own = () => [...open.values()].filter(sandbox => sandbox.provider === provider)
  const leaving = () =>
    [...closing.values()].filter(({ sandbox }) => sandbox.provider === provider && sandbox.turn === null)
  const size = () => own().length + leaving().length - queue.size
  const queue = createQueue(async id => {
    if (size() >= limit) {
      const [oldest] = unused(own())
      if (!oldest || oldest.usedAt > Date.now() - restingBefore) return false
      await close(oldest)
    }
    return (await provider.makeRoom?.(id).catch(() => true)) ?? true
  }, line)
  return {
    queue,
    limit,
    get size() {
      return size()
    },
    get hasRoom() {
      return queue.size === 0 && size() < limit
    },
    dispose: queue.dispose,
  }
}

/** Those that nobody looks at and nothing goes on in, the one unused longest first. */
export const unused = (sandboxes: Iterable<OpenSandbox>): OpenSandbox[] =>
  [...sandboxes]
    .filter(({ held, busy, turn }) => held === 0 && !busy && turn === null)
    .sort((a, b) => a.usedAt - b.usedAt)
