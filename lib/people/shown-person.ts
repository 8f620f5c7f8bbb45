import type { Person } from '@/protocol'

/** What is told of a person to themselves. */
export const shownPerson = { id: true, name: true, guest: true, role: true, login: true } as const

/** Which sessions are theirs still, besides. */
export const withSessions = { ...shownPerson, sessions: true } as const

/** A person who signed in, with the number that their session carries. */
export type SignedIn = Person & { sessions: number }
