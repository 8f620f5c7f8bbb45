import { z } from 'zod'
import { workshopSeat } from './api'
import type { ClassState } from './class-state'
import { workshopEvent } from './event'

/**
 * `/ws/workshops/<id>/live`: a snapshot, then every event as it is written. Instructors get all; participants what
 * concerns everybody or them. Whoever comes back gets a new snapshot; an event that it had in it is known by its number.
 */
export const workshopClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    version: z.number().int(),
    /** For the projector: numbers for names. */
    nameless: z.boolean().default(false),
  }),
])
export type WorkshopClientMessage = z.input<typeof workshopClientMessage>

const classState = z.custom<ClassState>(value => typeof value === 'object' && value !== null)

/** What a class did, with who sits where; `online`: the seats whose pages are connected. */
export const classReport = z.object({
  class: classState,
  seats: z.array(workshopSeat),
  online: z.array(z.string()),
})

/** Who looks at the terminal of a seat, and who asks to type there or may. Not part of the log. */
export const seatHelp = z.object({
  seat: z.string(),
  watchedBy: z.array(z.string()),
  assist: z.object({ by: z.string(), granted: z.boolean() }).nullable(),
})
export type SeatHelp = z.infer<typeof seatHelp>

export const workshopServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    /** The server's clock: times on a task are counted by it. */
    now: z.number(),
    class: classState,
    seats: z.array(workshopSeat),
    online: z.array(z.string()),
    help: z.array(seatHelp),
  }),
  z.object({ type: z.literal('event'), event: workshopEvent }),
  /** Somebody took a seat, or it was emptied. Comes before what happens on it. */
  z.object({ type: z.literal('seat'), seat: workshopSeat }),
  /** Whose page is connected; not part of the log. */
  z.object({ type: z.literal('online'), seats: z.array(z.string()) }),
  z.object({ type: z.literal('help'), help: seatHelp }),
])
export type WorkshopServerMessage = z.infer<typeof workshopServerMessage>
