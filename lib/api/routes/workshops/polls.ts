import { z } from 'zod'
import { askPoll, endPoll, lessonQuestion, votePoll } from '@/protocol'
import { ApiProblem } from '../../problem'
import { route } from '../../route'

const base = '/workshops/{workshop}'

const numberOf = (poll: string) => {
  if (!/^\d{1,9}$/.test(poll)) throw new ApiProblem('not-found', 'There is no such question.')
  return Number(poll)
}

/** Questions to the class. */
export const pollRoutes = [
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/questions`,
    summary: 'The quiz questions of the lessons of a workshop, with what is right.',
    response: z.array(lessonQuestion),
    handle: ({ services, path }) => services.workshopLessons.questions(path.workshop),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/polls`,
    summary: 'Asks everybody a question; the one before is over. Answers come on the live socket.',
    body: askPoll,
    response: z.object({ poll: z.number() }),
    handle: ({ services, path, body }) => services.polling.ask(path.workshop, body),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/polls/{poll}/end`,
    summary: 'Ends a question, with or without showing everybody the result; later it can still be shown.',
    body: endPoll,
    problems: ['not-found'],
    handle: ({ services, path, body }) => services.polling.end(path.workshop, numberOf(path.poll), body),
  }),
  route({
    who: 'participant',
    method: 'PUT',
    path: `${base}/polls/{poll}/vote`,
    summary: 'Answers a question, or changes the answer while it is open.',
    body: votePoll,
    problems: ['not-found', 'poll-over'],
    handle: ({ services, path, seat, body }) =>
      services.polling.vote(path.workshop, seat, numberOf(path.poll), body.choice),
  }),
]
