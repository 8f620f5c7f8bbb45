import { z } from 'zod'

export const role = z.enum(['learner', 'instructor', 'administrator'])
export type Role = z.infer<typeof role>

export const person = z.object({
  id: z.string(),
  name: z.string().nullable(),
  guest: z.boolean(),
  role,
  /** What an account signs in with. */
  login: z.string().nullable(),
})
export type Person = z.infer<typeof person>

/** PostgreSQL keeps no text with a NUL in it. */
export const keepable = z.string().refine(text => !text.includes('\0'), { error: 'must hold no NUL' })
export const renamePerson = z.strictObject({ name: keepable.trim().min(1).max(80) })

const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{1,79}$/, {
    error: 'must be 2 to 80 letters, digits or . _ @ + -, and begin with a letter or digit',
  })
const password = keepable
  .min(10, { error: 'must have 10 characters at least' })
  .max(200, { error: 'must have 200 characters at most' })

export const newAccount = z.strictObject({ login, password })
export const changePassword = z.strictObject({ current: z.string().max(200), password })
export const setPassword = z.strictObject({ token: z.string().max(2_000), password })
export const claimAdministrator = z.strictObject({ token: z.string().max(2_000) })
/** An account's password once more, before what cannot be undone; a guest has none. */
export const deletePerson = z.strictObject({ password: z.string().max(200).optional() })

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  usedAt: z.iso.datetime().nullable(),
})
export type ApiToken = z.infer<typeof apiToken>
export const makeApiToken = z.strictObject({
  name: keepable.trim().min(1).max(80),
  /** After so many days it works no longer; null: until it is removed. */
  days: z.number().int().min(1).max(3_650).nullable().default(90),
})
/** Told once. */
export const madeApiToken = apiToken.extend({ token: z.string() })

export const knownAccount = person.extend({ createdAt: z.iso.datetime() })
export type KnownAccount = z.infer<typeof knownAccount>
export const giveRole = z.strictObject({ role })
export const passwordLink = z.object({ token: z.string(), expiresAt: z.iso.datetime() })

export const auditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Who did it: what they sign in with, else their name; null: they are gone. */
  actor: z.string().nullable(),
  action: z.enum([
    'administrator.claimed',
    'role.given',
    'password.set',
    'password.link-made',
    'person.deleted',
    'platform.added',
    'platform.removed',
    'participant.assisted',
    'participant.checked',
    'participant.jumped',
    'participant.reset',
    'workshop.deleted',
    'workshop.instructor-added',
    'workshop.instructor-removed',
  ]),
  /** The person it was done to. */
  subject: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof auditEntry>
