import { invitation, joinWorkshop, jumpToLesson, openedLesson, ownSeat, raiseHand } from '@/protocol'
import { ApiProblem } from '../../problem'
import { openRoute, route } from '../../route'

const base = '/workshops/{workshop}'

/** What refuses to bring somebody to a lesson. */
export const jumping = [
  'workshop-over',
  'unknown-lesson',
  'lesson-closed',
  'no-capacity',
  'start-failed',
] as const

/** Of whoever joins, and who sits there. */
export const seatRoutes = [
  openRoute({
    method: 'GET',
    path: '/invitations/{code}',
    summary: 'What a join code leads to.',
    response: invitation,
    problems: ['unknown-code', 'workshop-over'],
    handle: ({ services, path }) => services.seats.invitation(path.code),
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
    problems: ['workshop-over', 'no-capacity'],
    async handle({ services, person, path }) {
      const seat = await services.seats.own(person, path.workshop)
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
    handle: ({ services, person, path, body }) => services.helping.jump(person, path.workshop, body.lesson),
  }),
  route({
    who: 'participant',
    method: 'PUT',
    path: `${base}/seat/hand`,
    summary: 'Raises the hand, or takes it down.',
    body: raiseHand,
    handle: ({ services, path, seat, body }) => services.steering.hand(path.workshop, seat, body),
  }),
  route({
    who: 'participant',
    method: 'PUT',
    path: `${base}/seat/assist`,
    summary: 'Lets the instructor who asked type, until either ends it. It is in the audit log.',
    problems: ['not-found'],
    handle: ({ services, person, path }) => services.helping.letAssist(person, path.workshop),
  }),
  route({
    who: 'participant',
    method: 'DELETE',
    path: `${base}/seat/assist`,
    summary: 'Lets nobody type any more.',
    handle: ({ services, path, seat }) => services.helping.endAssist(path.workshop, seat),
  }),
]
