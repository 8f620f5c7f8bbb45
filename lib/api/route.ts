import type { z } from 'zod'
import type { Platforms } from '@/lib/integrations/lti/platforms'
import type { Webhooks } from '@/lib/integrations/webhooks'
import type { Certificates } from '@/lib/learning/certificate/certificates'
import type { Drills } from '@/lib/learning/drills/drills'
import type { Learning } from '@/lib/learning/learning'
import type { ClusterDoctor } from '@/lib/operations/cluster/cluster-doctor'
import type { Accounts } from '@/lib/people/accounts/accounts'
import type { Administration } from '@/lib/people/accounts/administration'
import type { actsIn } from '@/lib/people/audit'
import type { OwnData } from '@/lib/people/own-data'
import type { People } from '@/lib/people/people'
import type { ApiTokens } from '@/lib/people/tokens/api-tokens'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { Certifying } from '@/lib/workshops/certifying'
import type { Helping } from '@/lib/workshops/leading/helping'
import type { Polling } from '@/lib/workshops/leading/polling'
import type { Sharing } from '@/lib/workshops/leading/sharing'
import type { Steering } from '@/lib/workshops/leading/steering'
import type { Preparing } from '@/lib/workshops/preparing'
import type { Rooms } from '@/lib/workshops/room/rooms'
import type { Seats } from '@/lib/workshops/roster/seats'
import type { WorkshopLessons } from '@/lib/workshops/workshop-lessons'
import type { Standing, Workshops } from '@/lib/workshops/workshops'
import type { Person } from '@/protocol'
import type { ProblemCode } from './problem'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What routes work with. */
export type Services = {
  accounts: Accounts
  administration: Administration
  apiTokens: ApiTokens
  /** The audit log. */
  acts(which: Parameters<typeof actsIn>[1]): ReturnType<typeof actsIn>
  certificates: Certificates
  certifying: Certifying
  /** Of the real cluster that learners are on; undefined: each has an embedded one. */
  clusterDoctor: ClusterDoctor | undefined
  drills: Drills
  helping: Helping
  learning: Learning
  ownData: OwnData
  people: People
  platforms: Pick<Platforms, 'all' | 'add' | 'remove'>
  polling: Polling
  preparing: Preparing
  rooms: Rooms
  seats: Seats
  sharing: Sharing
  steering: Steering
  workshops: Workshops
  sandboxes: Sandboxes
  webhooks: Webhooks
  workshopLessons: WorkshopLessons
}

/**
 * Who may call a route: anybody, whoever is signed in, or whoever has this role (an administrator has every role). Of the
 * workshop that the path names: whoever has a seat, who gives it, and who gives it or is an administrator.
 */
export type Who =
  | 'everybody'
  | 'person'
  | 'instructor'
  | 'administrator'
  | 'participant'
  | 'workshop-instructor'
  | 'workshop-keeper'

/** The names of the `{name}` parts of a path. */
type FieldsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | FieldsOf<Rest>
  : never

/** What a handler gets: everything checked already. */
export type Call<Body, Who, Path extends string = string> = {
  services: Services
  person: Who
  /** `{name}` parts of the path, decoded. */
  path: Readonly<Record<FieldsOf<Path>, string>>
  /** Where a participant sits; of anybody else empty. */
  seat: string
  query: Readonly<Record<string, string | undefined>>
  body: Body
}

type About<Path extends string = string> = {
  method: Method
  /** Below `/api/v1`, as OpenAPI writes it: `/sandboxes/{id}/lesson`. */
  path: Path
  summary: string
  query?: Readonly<Record<string, { schema: z.ZodType<string | undefined>; about: string }>>
  /** What it answers; nothing: 204. */
  response?: z.ZodType
  /** Of the answer, where it is no JSON but text. */
  media?: string
  /** Problems beyond those that every route may answer, or every route for such people. */
  problems?: readonly ProblemCode[]
}

/** A registered route; it is handled and documented (OpenAPI) by this one description. */
export type Route = About & {
  body?: z.ZodType
  who: Who
  handle(call: Call<unknown, Person | null>): Promise<unknown>
}

/** A route for a person who is signed in, of a role if one is named. */
export function route<const Path extends string, Body = undefined>(
  about: About<Path> & {
    who?: Exclude<Who, 'everybody'>
    body?: z.ZodType<Body>
    handle(call: Call<Body, Person, Path>): Promise<unknown>
  },
): Route {
  return { who: 'person', ...about } as unknown as Route
}

/** A route for everybody. */
export function openRoute<const Path extends string, Body = undefined>(
  about: About<Path> & {
    body?: z.ZodType<Body>
    handle(call: Call<Body, Person | null, Path>): Promise<unknown>
  },
): Route {
  return { ...about, who: 'everybody' } as unknown as Route
}

/** Whether somebody who is that in the workshop may call what is for these. */
export const mayCall: Readonly<Record<Who, (person: Person | null, standing: Standing | null) => boolean>> = {
  everybody: () => true,
  person: person => person !== null,
  instructor: person => person?.role === 'instructor' || person?.role === 'administrator',
  administrator: person => person?.role === 'administrator',
  participant: (_, standing) => standing?.seat != null,
  'workshop-instructor': (_, standing) => standing?.instructor === true,
  'workshop-keeper': (person, standing) => standing?.instructor === true || person?.role === 'administrator',
}

/** Whether it is for some of a workshop. */
export const isOfWorkshop = (who: Who): boolean =>
  who === 'participant' || who === 'workshop-instructor' || who === 'workshop-keeper'
