import { invitation, joinWorkshop, jumpToLesson, openedLesson, ownSeat, raiseHand } from '@/protocol'
import { ApiProblem } from '../problem'
import { openRoute, route } from '../route'

const base = '/workshops/{workshop}'
const jumping = ['unknown-lesson', 'lesson-closed', 'no-capacity', 'start-failed'] as const

export const seatRoutes = [
  openRoute({
    method: 'GET',
    path: '/invitations/{code}',
    summary: 'What a join code leads to.',
    response: invitation,
    problems: ['unknown-code', 'workshop-over'],
    handle: ({ services, path }) => services.seats.invitation(path.code ?? ''),
  }),
  route({
    method: 'POST',
    path: '/seats',
    summary: 'Joins a workshop by its code. Whoever has a seat there already keeps it.',
    body: joinWorkshop,
    response: ownSeat,
    problems: ['unknown-code', 'workshop-over', 'workshop-full', 'account-needed', 'no-capacity'],
    handle: ({ services, person, body }) => services.seats.join(person, body),
  }),
  route({
    who: 'participant',
    method: 'GET',
    path: `${base}/seat`,
    summary: 'The seat of this person.',
    response: ownSeat,
    problems: ['no-capacity'],
    async handle({ services, person, path }) {
      const seat = await services.seats.own(person, path.workshop ?? '')
      if (!seat) throw new ApiProblem('not-found')
      return seat
    },
  }),
  route({
    who: 'participant',
    method: 'POST',
    path: `${base}/seat/jump`,
    summary: 'Brings the participant to a lesson: the cluster gets what the lessons before it leave.',
    body: jumpToLesson,
    response: openedLesson,
    problems: jumping,
    handle: ({ services, person, path, body }) =>
      services.helping.jump(person, path.workshop ?? '', body.lesson),
  }),
  route({
    who: 'participant',
    method: 'PUT',
    path: `${base}/seat/hand`,
    summary: 'Raises the hand, or takes it down.',
    body: raiseHand,
    async handle({ services, person, path, body }) {
      const workshop = path.workshop ?? ''
      const standing = await services.workshops.standing(person, workshop)
      await services.steering.hand(workshop, standing?.seat ?? '', body)
    },
  }),
  route({
    who: 'workshop-instructor',
    method: 'DELETE',
    path: `${base}/seats/{seat}/hand`,
    summary: 'Takes the hand of a participant down: they were helped.',
    problems: ['not-found'],
    handle: ({ services, path }) => services.steering.lower(path.workshop ?? '', path.seat ?? ''),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/seats/{seat}/jump`,
    summary: 'Brings a participant to a lesson. It is in the audit log.',
    body: jumpToLesson,
    response: openedLesson,
    problems: jumping,
    handle: ({ services, person, path, body }) =>
      services.helping.jumpSeat(person, path.workshop ?? '', path.seat ?? '', body.lesson),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/seats/{seat}/reset`,
    summary: 'Gives the cluster of a participant the start of the open lesson again. It is in the audit log.',
    response: openedLesson,
    problems: ['lesson-not-open', 'no-capacity', 'start-failed'],
    handle: ({ services, person, path }) =>
      services.helping.resetSeat(person, path.workshop ?? '', path.seat ?? ''),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/seats/{seat}/assist`,
    summary: 'Asks a participant to let the instructor type in their terminals.',
    problems: ['not-found'],
    handle: ({ services, person, path }) =>
      services.helping.askToAssist(person, path.workshop ?? '', path.seat ?? ''),
  }),
  route({
    who: 'workshop-instructor',
    method: 'DELETE',
    path: `${base}/seats/{seat}/assist`,
    summary: 'Ends the assistance, or takes the question back.',
    handle: ({ services, path }) => services.helping.endAssist(path.workshop ?? '', path.seat ?? ''),
  }),
  route({
    who: 'participant',
    method: 'PUT',
    path: `${base}/seat/assist`,
    summary: 'Lets the instructor who asked type, until either ends it. It is in the audit log.',
    problems: ['not-found'],
    handle: ({ services, person, path }) => services.helping.letAssist(person, path.workshop ?? ''),
  }),
  route({
    who: 'participant',
    method: 'DELETE',
    path: `${base}/seat/assist`,
    summary: 'Lets nobody type any more.',
    async handle({ services, person, path }) {
      const workshop = path.workshop ?? ''
      const standing = await services.workshops.standing(person, workshop)
      await services.helping.endAssist(workshop, standing?.seat ?? '')
    },
  }),
]
