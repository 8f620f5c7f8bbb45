import {
  checkTask,
  madePrediction,
  openCourse,
  openedLesson,
  openLesson,
  predict,
  sandboxExtended,
  sandboxRef,
} from '@/protocol'
import { taskResultSchema } from '@/sandbox/exercise'
import { route } from '../../route'

const lost = ['not-found', 'no-capacity'] as const

export const sandboxRoutes = [
  route({
    method: 'POST',
    path: '/sandboxes',
    summary: 'The sandbox of this person for a course, made when there is none.',
    body: openCourse,
    response: sandboxRef,
    problems: ['unknown-course'],
    handle: async ({ services, person, body }) => ({
      sandbox: await services.learning.assign(person, body.course),
    }),
  }),
  route({
    method: 'POST',
    path: '/sandboxes/{id}/lesson',
    summary: 'Opens a lesson or a task of it, applying its start state.',
    body: openLesson,
    response: openedLesson,
    problems: [...lost, 'unknown-lesson', 'unknown-task', 'objects-changed', 'start-failed', 'lesson-closed'],
    handle: ({ services, person, path, body }) => services.learning.openLesson(person, path.id, body),
  }),
  route({
    method: 'POST',
    path: '/sandboxes/{id}/reset',
    summary: 'Applies the start state again; files stay.',
    response: openedLesson,
    problems: [...lost, 'lesson-not-open', 'start-failed'],
    handle: ({ services, person, path }) => services.learning.reset(person, path.id),
  }),
  route({
    method: 'POST',
    path: '/sandboxes/{id}/extension',
    summary: 'Somebody is still there: it does not go to sleep, and its end is put off, by an hour at most.',
    response: sandboxExtended,
    problems: ['not-found'],
    handle: async ({ services, person, path }) => ({
      expiresAt: await services.sandboxes.extend(person.id, path.id ?? ''),
    }),
  }),
  route({
    method: 'POST',
    path: '/sandboxes/{id}/checks',
    summary: 'Grades a task of the open lesson. Progress comes on the live socket.',
    body: checkTask,
    response: taskResultSchema,
    problems: [...lost, 'lesson-not-open', 'task-not-open', 'unknown-task', 'check-running', 'check-timeout'],
    handle: ({ services, person, path, body }) => services.learning.check(person, path.id, body),
  }),
  route({
    method: 'POST',
    path: '/sandboxes/{id}/prediction',
    summary: 'Keeps what the learner expects of the first probe. What it did comes on the live socket.',
    body: predict,
    response: madePrediction,
    problems: [...lost, 'lesson-not-open', 'unknown-task'],
    handle: ({ services, person, path, body }) => services.learning.predict(person, path.id, body),
  }),
]
