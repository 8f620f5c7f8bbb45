import type { Machine } from '../machine'
import { pause } from '../until-aborted'

/** The only router between two pods is the node, which says nothing of itself. */
const routers = 1

/** Milliseconds that a packet with this hop limit took there and back; nothing when no answer came in time. */
export async function probeHop(
  { pid, sockets }: Machine,
  ip: string,
  hop: number,
  {
    sequence = hop,
    size = 56,
    wait,
    signal,
  }: { sequence?: number; size?: number; wait: number; signal: AbortSignal },
): Promise<number | undefined> {
  const own = ip === sockets.address || ip.startsWith('127.')
  const start = performance.now()
  if ((own || hop > routers) && sockets.echo(ip, { id: pid & 0xffff, sequence, size }))
    return performance.now() - start + 0.04
  await pause(wait, signal)
  return undefined
}
