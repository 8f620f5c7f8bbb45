import type { SocketState } from '@/components/live/reconnecting-socket'
import {
  type ClassState,
  classAfter,
  emptyClass,
  type SeatHelp,
  type WorkshopSeat,
  type WorkshopServerMessage,
} from '@/protocol/workshop'

/** What a page knows of a class. */
export type ClassLive = {
  connection: SocketState
  class: ClassState
  /** By id, in the order of their numbers. */
  seats: ReadonlyMap<string, WorkshopSeat>
  online: ReadonlySet<string>
  /** By seat. */
  help: ReadonlyMap<string, SeatHelp>
  /** Milliseconds by which the server's clock is ahead of this one. */
  ahead: number
}

export const initialClass: ClassLive = {
  connection: 'connecting',
  class: emptyClass,
  seats: new Map(),
  online: new Set(),
  help: new Map(),
  ahead: 0,
}

export function applyClass(live: ClassLive, message: WorkshopServerMessage, now = Date.now()): ClassLive {
  switch (message.type) {
    case 'snapshot':
      return {
        ...live,
        class: message.class,
        seats: new Map(message.seats.map(seat => [seat.id, seat])),
        online: new Set(message.online),
        help: new Map(message.help.map(help => [help.seat, help])),
        ahead: message.now - now,
      }
    case 'event':
      return { ...live, class: classAfter(live.class, message.event) }
    case 'seat':
      return { ...live, seats: new Map(live.seats).set(message.seat.id, message.seat) }
    case 'help':
      return { ...live, help: new Map(live.help).set(message.help.seat, message.help) }
    case 'online':
      return { ...live, online: new Set(message.seats) }
  }
}
