import { z } from 'zod'
import { taskResultSchema } from '@/sandbox/exercise'
import { liveObjects } from '../live'
import { keepable } from '../people'

const title = keepable.trim().min(1).max(120)
const capacity = z.number().int().min(1).max(500)
const time = z.iso.datetime({ offset: true })
const lessons = z.array(z.string()).min(1).max(200)
const language = z.string().max(20)
/** Where clusters come from: each participant's own, in the server; or namespaces on a cluster that it was given. */
const provider = z.enum(['embedded', 'kubernetes'])

export const createWorkshop = z.strictObject({
  title,
  course: z.string(),
  /** Slugs, in the order of the workshop; nothing: all of the course. */
  lessons: lessons.optional(),
  /** Of the participants' pages. */
  language: language.default('en'),
  /** One of those that the installation has; nothing: the usual one. */
  provider: provider.optional(),
  capacity,
  /** Whether participants need an account. */
  signIn: z.boolean().default(false),
  startsAt: time.nullable().default(null),
  /** When its sandboxes end. */
  endsAt: time.nullable().default(null),
  /** How many days after its end personal data is kept. */
  keepDays: z.number().int().min(1).max(3_650).default(30),
})

export const changeWorkshop = z.strictObject({
  title: title.optional(),
  lessons: lessons.optional(),
  /** More seats, or fewer, as far as they are free. */
  capacity: capacity.optional(),
  signIn: z.boolean().optional(),
  language: language.optional(),
  /** As long as nobody has joined; clusters that were made ready are made anew. */
  provider: provider.optional(),
  startsAt: time.nullable().optional(),
  endsAt: time.nullable().optional(),
  keepDays: z.number().int().min(1).max(3_650).optional(),
})

export const workshop = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  course: z.string(),
  lessons: z.array(z.string()),
  language: z.string(),
  provider,
  signIn: z.boolean(),
  startsAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  keepDays: z.number(),
  createdAt: z.iso.datetime(),
  capacity: z.number(),
  joined: z.number(),
  instructors: z.array(z.object({ id: z.string(), login: z.string().nullable() })),
})
export type Workshop = z.infer<typeof workshop>

/** One place in a workshop as instructors see it. */
export const workshopSeat = z.object({
  id: z.string(),
  number: z.number(),
  /** Null: free, emptied, or not to be shown. */
  name: z.string().nullable(),
})
export type WorkshopSeat = z.infer<typeof workshopSeat>

export const addInstructor = z.strictObject({ login: z.string().trim().toLowerCase().max(80) })
export const prepareSeats = z.strictObject({ seats: z.number().int().min(1).max(500) })

/** What a join code leads to, for whoever has it. */
export const invitation = z.object({ title: z.string(), signIn: z.boolean(), full: z.boolean() })
export type Invitation = z.infer<typeof invitation>

export const joinWorkshop = z.strictObject({
  code: z.string().max(40),
  name: keepable.trim().min(1).max(40),
})

/** A participant's own seat. */
export const ownSeat = z.object({
  workshop: z.string(),
  title: z.string(),
  seat: z.string(),
  number: z.number(),
  name: z.string(),
  /** By which a guest comes back from another browser; null: sign in. */
  personalCode: z.string().nullable(),
  sandbox: z.string(),
  lessons: z.array(z.string()),
  /** When its lessons open. */
  startsAt: z.iso.datetime().nullable(),
  /** When its cluster ends. */
  endsAt: z.iso.datetime().nullable(),
})
export type OwnSeat = z.infer<typeof ownSeat>

/** Where each lesson is in a participant's cluster, for its matrix. */
export type SeatPlaces = Readonly<
  Record<string, { namespace: string; addresses: readonly string[]; tasks: Readonly<Record<string, string>> }>
>

/** Where the cluster of a participant is; `none`: it has ended. */
export type SeatCluster = 'here' | 'elsewhere' | 'none'

/** What an instructor's check of a seat found. */
export const seatCheck = z.object({ lesson: z.string(), task: z.string(), result: taskResultSchema })
export type SeatCheck = z.infer<typeof seatCheck>

/** What a participant has open, passed in that lesson, and in their cluster. */
export const seatView = z.object({
  lesson: z.string().nullable(),
  task: z.string().nullable(),
  passed: z.array(z.string()),
  objects: liveObjects,
})
export type SeatView = z.infer<typeof seatView>

export const jumpToLesson = z.strictObject({ lesson: z.string() })
