import { z } from 'zod'
import { certificatePage, issuedCertificate, regradedTask } from '@/protocol'
import { ApiProblem } from '../../problem'
import { openRoute, route } from '../../route'

export const certificateRoutes = [
  route({
    method: 'POST',
    path: '/courses/{course}/certificate',
    summary: 'The certificate of a finished course; its link verifies it for anybody.',
    response: issuedCertificate,
    problems: ['unknown-course', 'course-not-finished', 'name-missing'],
    handle: async ({ services, person, path }) => ({
      token: await services.certificates.issue(person, path.course),
    }),
  }),
  openRoute({
    method: 'GET',
    path: '/certificates/{token}',
    summary: 'Verifies a certificate and tells what it says.',
    response: certificatePage,
    problems: ['not-found'],
    async handle({ services, path }) {
      const page = await services.certificates.verify(path.token)
      if (!page) throw new ApiProblem('not-found')
      return page
    },
  }),
  openRoute({
    method: 'POST',
    path: '/certificates/{token}/grading',
    summary: 'Grades the answers behind a certificate once more.',
    response: z.array(regradedTask),
    problems: ['not-found', 'check-running'],
    handle: ({ services, path }) => services.certificates.gradeAgain(path.token),
  }),
]
