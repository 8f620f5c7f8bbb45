import { z } from 'zod'
import { addInstructor, changeWorkshop, createWorkshop, prepareSeats, workshop } from '@/protocol'
import { ApiProblem } from '../../problem'
import { route } from '../../route'

const base = '/workshops/{workshop}'

/** Workshops, who gives them, and what is made ready for them. */
export const workshopRoutes = [
  route({
    who: 'instructor',
    method: 'POST',
    path: '/workshops',
    summary: 'Makes a workshop, with its seats and its join code.',
    body: createWorkshop,
    response: workshop,
    problems: [
      'unknown-course',
      'unknown-lesson',
      'unknown-language',
      'unknown-provider',
      'ends-before-start',
    ],
    handle: ({ services, person, body }) => services.workshops.create(person, body),
  }),
  route({
    who: 'instructor',
    method: 'GET',
    path: '/workshops',
    summary: 'The workshops that this person gives, the newest first; every one to an administrator.',
    response: z.array(workshop),
    handle: ({ services, person }) => services.workshops.givenBy(person),
  }),
  route({
    who: 'workshop-keeper',
    method: 'GET',
    path: base,
    summary: 'A workshop.',
    response: workshop,
    async handle({ services, path }) {
      const found = await services.workshops.find(path.workshop)
      if (!found) throw new ApiProblem('not-found', 'There is no such workshop.')
      return found
    },
  }),
  route({
    who: 'workshop-instructor',
    method: 'PATCH',
    path: base,
    summary: 'Changes a workshop.',
    body: changeWorkshop,
    response: workshop,
    problems: ['unknown-lesson', 'unknown-language', 'unknown-provider', 'ends-before-start', 'seats-taken'],
    handle: ({ services, path, body }) => services.workshops.change(path.workshop, body),
  }),
  route({
    who: 'workshop-keeper',
    method: 'DELETE',
    path: base,
    summary: 'Ends a workshop: its clusters and all that is kept of it go.',
    handle: ({ services, person, path }) => services.workshops.delete(person, path.workshop),
  }),
  route({
    who: 'workshop-keeper',
    method: 'POST',
    path: `${base}/instructors`,
    summary: 'Lets an account give the workshop, too.',
    body: addInstructor,
    response: workshop,
    problems: ['unknown-account'],
    handle: ({ services, person, path, body }) =>
      services.workshops.addInstructor(person, path.workshop, body.login),
  }),
  route({
    who: 'workshop-keeper',
    method: 'DELETE',
    path: `${base}/instructors/{person}`,
    summary: 'Takes an instructor off the workshop.',
    response: workshop,
    problems: ['last-instructor'],
    handle: ({ services, person, path }) =>
      services.workshops.removeInstructor(person, path.workshop, path.person),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/preparation`,
    summary: 'Begins to make the clusters of the first seats ready. How it goes comes on the live socket.',
    body: prepareSeats,
    handle: ({ services, path, body }) => services.preparing.begin(path.workshop, body.seats),
  }),
]
