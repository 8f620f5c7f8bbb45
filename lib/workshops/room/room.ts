import {
  type ClassState,
  classAfter,
  emptyClass,
  pollFor,
  type WorkshopEvent,
  type WorkshopSeat,
  type WorkshopServerMessage,
} from '@/protocol'
import type { Disposable } from '@/sandbox/process'
import type { EventLog } from './event-log'
import { createPresence, type Presence } from './presence'

/**
 * Who looks into a room: an instructor, who sees all, with names or without; or the participant of a seat. `person`: the
 * instructor, if a page of theirs it is.
 */
export type Viewer = { seat: string | null; nameless: boolean; person?: string }

/** A workshop in memory: what its class did, and who watches. */
export interface Room {
  readonly state: ClassState
  readonly seats: readonly WorkshopSeat[]
  /** Somebody took a seat, or it was emptied. */
  seatChanged(seat: WorkshopSeat): void
  add: EventLog['add']
  /** Tells what other servers have written. */
  catchUp: EventLog['catchUp']
  /** Seats whose pages are connected, on any server. */
  readonly online: readonly string[]
  /** Who is on this server, for the others: seats by their numbers. */
  readonly here: readonly string[]
  /** Whether the page of a seat, or of an instructor, is on another server, and so are their shells. */
  isElsewhere(who: { seat: string } | { person: string }): boolean
  /** Whether it is on this one. */
  isHere(who: { person: string }): boolean
  /** Another server says who is on it. */
  heard: Presence['heard']
  expire: Presence['expire']
  /** Somebody looks at the terminal of a seat; its participant is told who. */
  watch(seat: string, by: string): Disposable
  /** Somebody who asks to type on a seat, or may. */
  assistOf(seat: string): Assist | null
  assist(seat: string, assist: Assist | null): void
  /** A snapshot, then every message. Whoever comes back gets a new one: it says everything. */
  subscribe(viewer: Viewer, send: (message: WorkshopServerMessage) => void): Disposable
}

/** Not in the log: over when the process is. */
export type Assist = { by: string; granted: boolean }

type RoomOptions = {
  seats: readonly WorkshopSeat[]
  events: readonly WorkshopEvent[]
  /** `state` is the class as it is now. */
  openLog: (told: (event: WorkshopEvent) => void, state: () => ClassState) => EventLog
  /** Somebody came to this server, or left it. */
  onPresence?: () => void
}

export function createRoom({ seats: first, events, openLog, onPresence }: RoomOptions): Room {
  let state = events.reduce(classAfter, emptyClass)
  const seats = new Map(first.map(seat => [seat.id, seat]))
  const viewers = new Map<(message: WorkshopServerMessage) => void, Viewer>()
  const watchers = new Map<object, { seat: string; by: string }>()
  const assists = new Map<string, Assist>()
  const helpOf = (seat: string) => ({
    seat,
    watchedBy: [...new Set([...watchers.values()].filter(one => one.seat === seat).map(({ by }) => by))],
    assist: assists.get(seat) ?? null,
  })
  const tellHelp = (seat: string) => tell({ type: 'help', help: helpOf(seat) }, seat)
  const presence = createPresence({
    onChange({ local }) {
      tellOnline()
      if (local) onPresence?.()
    },
  })
  /** Short enough for hundreds of them to be told in one notice. */
  const nameOf = ({ seat, person }: { seat?: string | null; person?: string | undefined }) =>
    seat ? `${seats.get(seat)?.number}` : person && `by:${person}`
  const online = () => {
    const there = new Set(presence.online)
    return [...seats.values()].filter(({ number }) => there.has(`${number}`)).map(({ id }) => id)
  }

  const tell = (message: WorkshopServerMessage, concerns: string | null) => {
    for (const [send, viewer] of viewers) if (mayHear(viewer, concerns)) send(shownTo(viewer, message))
  }
  const log = openLog(
    event => {
      state = classAfter(state, event)
      tell({ type: 'event', event }, event.seat)
    },
    () => state,
  )
  const tellOnline = () => {
    const message: WorkshopServerMessage = { type: 'online', seats: online() }
    for (const [send, { seat }] of viewers) if (seat === null) send(message)
  }
  const snapshot = ({ seat }: Viewer): WorkshopServerMessage => ({
    type: 'snapshot',
    now: Date.now(),
    class: seat === null ? state : ownPart(state, seat),
    seats: [...seats.values()].filter(({ id }) => seat === null || id === seat),
    online: seat === null ? online() : [],
    help: [...seats.keys()]
      .filter(id => seat === null || id === seat)
      .map(helpOf)
      .filter(({ watchedBy, assist }) => watchedBy.length > 0 || assist !== null),
  })

  return {
    get state() {
      return state
    },
    get seats() {
      return [...seats.values()]
    },
    seatChanged(seat) {
      seats.set(seat.id, seat)
      tell({ type: 'seat', seat }, seat.id)
    },
    add: log.add,
    catchUp: log.catchUp,
    get online() {
      return online()
    },
    get here() {
      return presence.here
    },
    isElsewhere: who => presence.isElsewhere(nameOf(who) ?? ''),
    isHere: who => presence.here.includes(nameOf(who) ?? ''),
    heard: presence.heard,
    expire: presence.expire,
    watch(seat, by) {
      const watcher = {}
      watchers.set(watcher, { seat, by })
      tellHelp(seat)
      return {
        dispose() {
          if (!watchers.delete(watcher)) return
          // Who assists, looks: without that nobody types.
          const assist = assists.get(seat)
          if (assist?.by === by && !helpOf(seat).watchedBy.includes(by)) assists.delete(seat)
          tellHelp(seat)
        },
      }
    },
    assistOf: seat => assists.get(seat) ?? null,
    assist(seat, assist) {
      if (assist) assists.set(seat, assist)
      else assists.delete(seat)
      tellHelp(seat)
    },
    subscribe(viewer, send) {
      send(shownTo(viewer, snapshot(viewer)))
      viewers.set(send, viewer)
      const name = nameOf(viewer)
      const page = name === undefined ? undefined : presence.enter(name)
      return {
        dispose() {
          viewers.delete(send)
          page?.dispose()
        },
      }
    },
  }
}

const mayHear = ({ seat }: Viewer, concerns: string | null) =>
  seat === null || concerns === null || concerns === seat

function shownTo({ nameless, seat }: Viewer, message: WorkshopServerMessage): WorkshopServerMessage {
  // Whoever is asked is not told what is right.
  if (seat !== null && message.type === 'event' && message.event.type === 'poll')
    return { ...message, event: { ...message.event, right: null } }
  if (
    seat !== null &&
    message.type === 'event' &&
    message.event.type === 'poll-ended' &&
    !message.event.shown
  )
    return { ...message, event: { ...message.event, counts: [], right: null } }
  if (!nameless) return message
  if (message.type === 'seat') return { ...message, seat: { ...message.seat, name: null } }
  if (message.type === 'snapshot')
    return { ...message, seats: message.seats.map(seat => ({ ...seat, name: null })) }
  return message
}

/** What a participant is told of the class: their own seat, and what concerns everybody. */
function ownPart(state: ClassState, seat: string): ClassState {
  const own = state.seats[seat]
  const messages = state.messages.filter(message => message.seat === null || message.seat === seat)
  const polls = state.polls.slice(-1).map(poll => pollFor(seat, poll))
  return { ...state, messages, polls, seats: own ? { [seat]: own } : {}, mistakes: [] }
}
