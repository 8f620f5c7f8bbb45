import type { Disposable } from '../../../process'
import type { Datagram, IcmpMessage, Packet, Segment } from './packet'

export type Sighting = Pick<Packet, 'link' | 'direction' | 'source' | 'destination'> &
  (Segment | Datagram | IcmpMessage)

/** Where the packets of one network namespace can be watched. Who has a packet asks `watched` before making it. */
export interface Tap {
  readonly watched: boolean
  see(packet: Sighting): void
  watch(listener: (packet: Packet) => void): Disposable
}

export function createTap(): Tap {
  const listeners = new Set<(packet: Packet) => void>()
  return {
    get watched() {
      return listeners.size > 0
    },
    see(packet) {
      const seen: Packet = { time: performance.timeOrigin + performance.now(), ...packet }
      for (const listener of listeners) listener(seen)
    },
    watch(listener) {
      listeners.add(listener)
      return { dispose: () => listeners.delete(listener) }
    },
  }
}
