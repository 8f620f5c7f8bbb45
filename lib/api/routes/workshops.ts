import { z } from 'zod'
import {
  addInstructor,
  changeWorkshop,
  classReport,
  createWorkshop,
  csvOf,
  pace,
  prepareSeats,
  reportRow,
  sendMessage,
  setPause,
  setTimer,
  workshop,
} from '@/protocol'
import { ApiProblem } from '../problem'
import { route } from '../route'

const base = '/workshops/{workshop}'

export const workshopRoutes = [
  route({
    who: 'instructor',
    method: 'POST',
    path: '/workshops',
    summary: 'Makes a workshop, with its seats and its join code.',
    body: createWorkshop,
    response: workshop,
    problems: ['unknown-course', 'unknown-lesson'],
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
      const found = await services.workshops.find(path.workshop ?? '')
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
    problems: ['unknown-lesson', 'seats-taken'],
    handle: ({ services, path, body }) => services.workshops.change(path.workshop ?? '', body),
  }),
  route({
    who: 'workshop-keeper',
    method: 'DELETE',
    path: base,
    summary: 'Ends a workshop: its clusters and all that is kept of it go.',
    handle: ({ services, person, path }) => services.workshops.delete(person, path.workshop ?? ''),
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
      services.workshops.addInstructor(person, path.workshop ?? '', body.login),
  }),
  route({
    who: 'workshop-keeper',
    method: 'DELETE',
    path: `${base}/instructors/{person}`,
    summary: 'Takes an instructor off the workshop.',
    response: workshop,
    problems: ['last-instructor'],
    handle: ({ services, person, path }) =>
      services.workshops.removeInstructor(person, path.workshop ?? '', path.person ?? ''),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/preparation`,
    summary: 'Begins to make the clusters of the first seats ready. How it goes comes on the live socket.',
    body: prepareSeats,
    handle: ({ services, path, body }) => services.preparing.begin(path.workshop ?? '', body.seats),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/class`,
    summary: 'What everybody did so far, seat by seat.',
    response: classReport,
    async handle({ services, path }) {
      const { state, seats } = await services.rooms.of(path.workshop ?? '')
      return { class: state, seats }
    },
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/messages`,
    summary: 'Says something to one participant or all, with a lesson to go to or a command to paste.',
    body: sendMessage,
    problems: ['not-found', 'unknown-lesson'],
    handle: ({ services, path, body }) => services.steering.message(path.workshop ?? '', body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/pace`,
    summary: 'Opens every lesson, those up to one, or leads the class to one.',
    body: pace,
    problems: ['unknown-lesson'],
    handle: ({ services, path, body }) => services.steering.pace(path.workshop ?? '', body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/timer`,
    summary: 'Shows everybody a count-down, or none any more.',
    body: setTimer,
    handle: ({ services, path, body }) => services.steering.timer(path.workshop ?? '', body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/pause`,
    summary: 'Asks everybody to look up, or to go on.',
    body: setPause,
    handle: ({ services, path, body }) => services.steering.pause(path.workshop ?? '', body.paused),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/report`,
    summary: 'What each participant did: passes, time, hints, checks, mistakes.',
    response: z.array(reportRow),
    handle: ({ services, path }) => services.workshopReport(path.workshop ?? ''),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/report.csv`,
    summary: 'The same for a spreadsheet.',
    response: z.string(),
    media: 'text/csv; charset=utf-8',
    handle: async ({ services, path }) => csvOf(await services.workshopReport(path.workshop ?? '')),
  }),
]
