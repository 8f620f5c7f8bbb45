import { protocols } from '../compile/ports'
import type { Protocol } from '../model'

/** Ports, inclusive, that some rule tells apart from others. */
export type PortRange = { protocol: string; first: number; last: number }

/**
 * Numbers the classes of ports that no rule tells apart: what is known of one port holds for its whole class. There
 * are few, so that caches by class stay small however many ports are asked for.
 */
export class PortClasses {
  private readonly starts = new Map<Protocol, Float64Array>()
  private readonly offsets = new Map<Protocol, number>()

  constructor(ranges: Iterable<PortRange>) {
    const starts = new Map<string, Set<number>>(protocols.map(protocol => [protocol, new Set()]))
    for (const { protocol, first, last } of ranges)
      starts
        .get(protocol)
        ?.add(first)
        .add(last + 1)
    let offset = 0
    for (const protocol of protocols) {
      const sorted = Float64Array.from(starts.get(protocol) ?? []).sort()
      this.starts.set(protocol, sorted)
      this.offsets.set(protocol, offset)
      offset += sorted.length + 1
    }
  }

  of(protocol: Protocol, port: number): number {
    const starts = this.starts.get(protocol)
    if (!starts) throw new RangeError(`unknown protocol ${JSON.stringify(protocol)}`)
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= port) low = middle + 1
      else high = middle
    }
    return this.offsets.get(protocol)! + low
  }
}
