import { z } from 'zod'
import { auditEntry, giveRole, knownAccount, passwordLink } from '@/protocol'
import { route } from '../../route'

export const administrationRoutes = [
  route({
    who: 'administrator',
    method: 'GET',
    path: '/people',
    summary: 'Accounts, at most 100, those with most rights first.',
    query: { search: { schema: z.string().max(80).default(''), about: 'Part of a name.' } },
    response: z.array(knownAccount),
    handle: ({ services, query }) => services.administration.accounts(query.search ?? ''),
  }),
  route({
    who: 'administrator',
    method: 'PUT',
    path: '/people/{person}/role',
    summary: 'Gives an account a role.',
    body: giveRole,
    response: knownAccount,
    problems: ['not-found', 'last-administrator'],
    handle: ({ services, person, path, body }) =>
      services.administration.giveRole(person, path.person, body.role),
  }),
  route({
    who: 'administrator',
    method: 'POST',
    path: '/people/{person}/password-link',
    summary: 'A one-time token, good for a day, by which a person sets a new password.',
    response: passwordLink,
    problems: ['not-found'],
    handle: ({ services, person, path }) => services.administration.passwordToken(person, path.person),
  }),
  route({
    who: 'administrator',
    method: 'GET',
    path: '/audit',
    summary: 'The audit log, the last 100 entries before a time.',
    query: {
      before: { schema: z.iso.datetime().optional(), about: 'Entries before it; else the last.' },
    },
    response: z.array(auditEntry),
    handle: ({ services, query }) =>
      services.acts({ ...(query.before && { before: new Date(query.before) }) }),
  }),
]
