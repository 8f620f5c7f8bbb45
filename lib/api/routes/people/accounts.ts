import { z } from 'zod'
import {
  apiToken,
  changePassword,
  claimAdministrator,
  deletePerson,
  madeApiToken,
  makeApiToken,
  newAccount,
  person,
  setPassword,
} from '@/protocol'
import { openRoute, route } from '../../route'

const asked = ['wrong-password', 'too-many-tries'] as const

export const accountRoutes = [
  route({
    method: 'POST',
    path: '/me/account',
    summary: 'Makes an account of a guest, who keeps everything. Sign in by it from anywhere.',
    body: newAccount,
    response: person,
    problems: ['account-already', 'login-taken'],
    handle: ({ services, person, body }) => services.accounts.become(person, body),
  }),
  route({
    method: 'PUT',
    path: '/me/password',
    summary: 'Changes the password, and ends every session: sign in anew.',
    body: changePassword,
    problems: asked,
    handle: ({ services, person, body }) =>
      services.accounts.changePassword(person, body.current, body.password),
  }),
  openRoute({
    method: 'POST',
    path: '/passwords',
    summary: 'Sets a password by the one-time token of an administrator, and ends every session.',
    body: setPassword,
    problems: ['token-unusable'],
    handle: ({ services, body }) => services.accounts.setPassword(body.token, body.password),
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions',
    summary: 'Signs the person out everywhere, here as well.',
    handle: ({ services, person }) => services.accounts.endSessions(person),
  }),
  route({
    method: 'GET',
    path: '/me/tokens',
    summary: 'The tokens by which programs act as this person, without the tokens themselves.',
    response: z.array(apiToken),
    handle: ({ services, person }) => services.apiTokens.of(person),
  }),
  route({
    method: 'POST',
    path: '/me/tokens',
    summary: 'Makes a token. It is told this once.',
    body: makeApiToken,
    response: madeApiToken,
    problems: ['account-needed', 'too-many-tokens'],
    handle: ({ services, person, body }) => services.apiTokens.make(person, body),
  }),
  route({
    method: 'DELETE',
    path: '/me/tokens/{token}',
    summary: 'Removes a token: it works no longer.',
    problems: ['not-found'],
    handle: ({ services, person, path }) => services.apiTokens.remove(person, path.token),
  }),
  route({
    method: 'GET',
    path: '/me/data',
    summary: 'Everything that is kept of the person.',
    response: z.record(z.string(), z.unknown()),
    handle: ({ services, person }) => services.ownData.export(person),
  }),
  route({
    method: 'DELETE',
    path: '/me',
    summary: 'Deletes the person with everything that is kept of them. There is no way back.',
    body: deletePerson,
    problems: [...asked, 'last-administrator'],
    async handle({ services, person, body }) {
      await services.accounts.confirm(person, body.password)
      await services.administration.refuseLast(person)
      await services.ownData.delete(person)
    },
  }),
  route({
    method: 'POST',
    path: '/me/administrator',
    summary: 'Makes the account an administrator, by a one-time token of the operator.',
    body: claimAdministrator,
    response: person,
    problems: ['account-needed', 'token-unusable'],
    handle: ({ services, person, body }) => services.administration.claim(person, body.token),
  }),
]
