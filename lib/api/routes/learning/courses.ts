import { z } from 'zod'
import { courseOutline } from '@/protocol'
import { ApiProblem } from '../../problem'
import { openRoute } from '../../route'

export const courseRoutes = [
  openRoute({
    method: 'GET',
    path: '/courses',
    summary: 'Every course, the main one first, with the progress of who is signed in.',
    response: z.array(courseOutline),
    handle: ({ services, person }) => services.learning.courses(person),
  }),
  openRoute({
    method: 'GET',
    path: '/courses/{course}',
    summary: 'A course, with the progress of who is signed in.',
    response: courseOutline,
    problems: ['unknown-course'],
    async handle({ services, person, path }) {
      const outline = await services.learning.courseOutline(person, path.course)
      if (!outline) throw new ApiProblem('unknown-course')
      return outline
    },
  }),
]
