import { person, renamePerson, takeHint } from '@/protocol'
import { route } from '../../route'

export const personRoutes = [
  route({
    method: 'GET',
    path: '/me',
    summary: 'Who is signed in.',
    response: person,
    handle: async ({ person }) => person,
  }),
  route({
    method: 'PATCH',
    path: '/me',
    summary: 'Gives the person a name.',
    body: renamePerson,
    response: person,
    handle: ({ services, person, body }) => services.people.rename(person.id, body.name),
  }),
  route({
    method: 'POST',
    path: '/hints',
    summary: 'Notes that a hint was shown.',
    body: takeHint,
    problems: ['unknown-lesson', 'unknown-task'],
    handle: ({ services, person, body }) => services.learning.takeHint(person, body),
  }),
]
