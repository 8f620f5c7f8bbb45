import {
  pace,
  sendMessage,
  setPause,
  setSpotlight,
  setTimer,
  sharedTerminal,
  shareTerminal,
} from '@/protocol'
import { route } from '../../route'

const base = '/workshops/{workshop}'

/** How an instructor leads the class. */
export const steeringRoutes = [
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/messages`,
    summary: 'Says something to one participant or all, with a lesson to go to or a command to paste.',
    body: sendMessage,
    problems: ['not-found', 'unknown-lesson'],
    handle: ({ services, path, body }) => services.steering.message(path.workshop, body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/pace`,
    summary: 'Opens every lesson, those up to one, or leads the class to one.',
    body: pace,
    problems: ['unknown-lesson'],
    handle: ({ services, path, body }) => services.steering.pace(path.workshop, body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/timer`,
    summary: 'Shows everybody a count-down, or none any more.',
    body: setTimer,
    handle: ({ services, path, body }) => services.steering.timer(path.workshop, body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/pause`,
    summary: 'Asks everybody to look up, or to go on.',
    body: setPause,
    handle: ({ services, path, body }) => services.steering.pause(path.workshop, body.paused),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/spotlight`,
    summary: 'Shows everybody how a mistake looked that somebody made, or none any more. Nobody is named.',
    body: setSpotlight,
    problems: ['not-found'],
    handle: ({ services, path, body }) => services.steering.spotlight(path.workshop, body.mistake),
  }),
  route({
    who: 'workshop-instructor',
    method: 'PUT',
    path: `${base}/shared-terminal`,
    summary: 'Shows everybody the terminal of this instructor’s own cluster for the course, or no longer.',
    body: shareTerminal,
    response: sharedTerminal,
    problems: ['no-capacity', 'start-failed'],
    async handle({ services, person, path, body }) {
      if (body.shared) return { sandbox: await services.sharing.begin(person, path.workshop) }
      await services.sharing.end(path.workshop)
      return { sandbox: null }
    },
  }),
]
