import type { z } from 'zod'
import type { Certificates } from '@/lib/learning/certificate/certificates'
import type { Drills } from '@/lib/learning/drills/drills'
import type { Learning } from '@/lib/learning/learning'
import type { People } from '@/lib/people/people'
import type { Sandboxes } from '@/lib/sandboxes/sandboxes'
import type { Person } from '@/protocol'
import type { ProblemCode } from './problem'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What routes work with. */
export type Services = {
  certificates: Certificates
  drills: Drills
  learning: Learning
  people: People
  sandboxes: Sandboxes
}

type Fields = Readonly<Record<string, string>>

/** What a handler gets: everything checked already. */
export type Call<Body, Who> = {
  services: Services
  person: Who
  /** `{name}` parts of the path, decoded. */
  path: Fields
  query: Fields
  body: Body
}

type About = {
  method: Method
  /** Below `/api/v1`, as OpenAPI writes it: `/sandboxes/{id}/lesson`. */
  path: string
  summary: string
  query?: Readonly<Record<string, { schema: z.ZodType<string>; about: string }>>
  /** What it answers; nothing: 204. */
  response?: z.ZodType
  /** Problems beyond those that every route may answer. */
  problems?: readonly ProblemCode[]
}

/** A registered route; it is handled and documented (OpenAPI) by this one description. */
export type Route = About & {
  body?: z.ZodType
  /** Whether somebody must be signed in. */
  signedIn: boolean
  handle(call: Call<unknown, Person | null>): Promise<unknown>
}

/** A route for a person who is signed in. */
export function route<Body = undefined>(
  about: About & { body?: z.ZodType<Body>; handle(call: Call<Body, Person>): Promise<unknown> },
): Route {
  return { ...about, signedIn: true } as Route
}

/** A route for everybody. */
export function openRoute(
  about: About & { handle(call: Call<undefined, Person | null>): Promise<unknown> },
): Route {
  return { ...about, signedIn: false } as Route
}
