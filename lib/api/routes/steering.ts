import { pace, sendMessage, setPause, setTimer } from '@/protocol'
import { route } from '../route'

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
]
