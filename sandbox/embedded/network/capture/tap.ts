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

type Listener = (packet: Packet) => void

export class NamespaceTap implements Tap {
  #listeners: Set<Listener> | undefined

  get watched() {
    return this.#listeners !== undefined && this.#listeners.size > 0
  }

  see(packet: Sighting) {
    const seen: Packet = { time: performance.timeOrigin + performance.now(), ...packet }
    for (const listener of this.#listeners ?? []) listener(seen)
  }

  watch(listener: Listener): Disposable {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return { dispose: () => this.#listeners?.delete(listener) }
  }
}
