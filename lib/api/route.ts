import type { z } from 'zod'
import type { Certificates } from '@/lib/learning/certificate/certificates'
import type { Drills } from '@/lib/learning/drills/drills'
import type { Learning } from '@/lib/learning/learning'
import type { Accounts } from '@/lib/people/accounts'
import type { Administration } from '@/lib/people/administration'
import type { ApiTokens } from '@/lib/people/api-tokens'
import type { actsIn } from '@/lib/people/audit'
import type { OwnData } from '@/lib/people/own-data'
import type { People } from '@/lib/people/people'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
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
  drills: Drills
  learning: Learning
  ownData: OwnData
  people: People
  sandboxes: Sandboxes
}

/** Who may call a route: anybody, whoever is signed in, or whoever has this role (an administrator has every role). */
export type Who = 'everybody' | 'person' | 'instructor' | 'administrator'

type Fields = Readonly<Record<string, string>>

/** What a handler gets: everything checked already. */
export type Call<Body, Who> = {
  services: Services
  person: Who
  /** `{name}` parts of the path, decoded. */
  path: Fields
  query: Readonly<Record<string, string | undefined>>
  body: Body
}

type About = {
  method: Method
  /** Below `/api/v1`, as OpenAPI writes it: `/sandboxes/{id}/lesson`. */
  path: string
  summary: string
  query?: Readonly<Record<string, { schema: z.ZodType<string | undefined>; about: string }>>
  /** What it answers; nothing: 204. */
  response?: z.ZodType
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
export function route<Body = undefined>(
  about: About & {
    who?: Exclude<Who, 'everybody'>
    body?: z.ZodType<Body>
    handle(call: Call<Body, Person>): Promise<unknown>
  },
): Route {
  return { who: 'person', ...about } as Route
}

/** A route for everybody. */
export function openRoute<Body = undefined>(
  about: About & { body?: z.ZodType<Body>; handle(call: Call<Body, Person | null>): Promise<unknown> },
): Route {
  return { ...about, who: 'everybody' } as Route
}

/** Whether somebody may call what is for these. */
export function mayCall(who: Who, person: Person | null): boolean {
  if (who === 'everybody') return true
  if (who === 'person') return person !== null
  return person?.role === who || person?.role === 'administrator'
}
