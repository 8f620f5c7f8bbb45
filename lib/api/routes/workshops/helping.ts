import { jumpToLesson, openedLesson, seatCheck, seatView } from '@/protocol'
import { route } from '../../route'
import { jumping } from './seats'

const base = '/workshops/{workshop}/seats/{seat}'

/** What an instructor does for one participant. */
export const helpingRoutes = [
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: base,
    summary:
      'What a participant has open, and which namespaces, pods, services and policies are in their cluster.',
    response: seatView,
    problems: ['not-found', 'elsewhere', 'no-capacity'],
    handle: ({ services, path }) => services.helping.look(path.workshop, path.seat),
  }),
  route({
    who: 'workshop-instructor',
    method: 'DELETE',
    path: `${base}/hand`,
    summary: 'Takes the hand of a participant down: they were helped.',
    problems: ['not-found'],
    handle: ({ services, path }) => services.steering.lower(path.workshop, path.seat),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/jump`,
    summary: 'Brings a participant to a lesson. It is in the audit log.',
    body: jumpToLesson,
    response: openedLesson,
    problems: [...jumping, 'elsewhere'],
    handle: ({ services, person, path, body }) =>
      services.helping.jumpSeat(person, path.workshop, path.seat, body.lesson),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/reset`,
    summary: 'Gives the cluster of a participant the start of the open lesson again. It is in the audit log.',
    response: openedLesson,
    problems: ['lesson-not-open', 'no-capacity', 'start-failed', 'elsewhere'],
    handle: ({ services, person, path }) => services.helping.resetSeat(person, path.workshop, path.seat),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/assist`,
    summary: 'Asks a participant to let the instructor type in their terminals.',
    problems: ['not-found', 'elsewhere'],
    handle: ({ services, person, path }) => services.helping.askToAssist(person, path.workshop, path.seat),
  }),
  route({
    who: 'workshop-instructor',
    method: 'DELETE',
    path: `${base}/assist`,
    summary: 'Ends the assistance, or takes the question back.',
    handle: ({ services, path }) => services.helping.endAssist(path.workshop, path.seat),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/check`,
    summary: 'Grades what a participant has now. It is no attempt of theirs, and in the audit log.',
    response: seatCheck,
    problems: [
      'not-found',
      'lesson-not-open',
      'check-running',
      'unusable-answer',
      'check-timeout',
      'no-capacity',
      'elsewhere',
    ],
    handle: ({ services, person, path }) => services.helping.checkSeat(person, path.workshop, path.seat),
  }),
]
