import { z } from 'zod'
import { issuedCertificate, seatCertificate } from '@/protocol'
import { route } from '../../route'

const base = '/workshops/{workshop}'

/** Certificates of those who passed everything in a workshop. */
export const workshopCertificateRoutes = [
  route({
    who: 'participant',
    method: 'POST',
    path: `${base}/certificate`,
    summary: 'The certificate of a participant who passed every task of a workshop.',
    response: issuedCertificate,
    problems: ['course-not-finished', 'name-missing'],
    handle: async ({ services, person, path }) => ({
      token: await services.certifying.issue(person, path.workshop),
    }),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/certificates`,
    summary: 'The certificates that were issued to participants.',
    response: z.array(seatCertificate),
    handle: ({ services, path }) => services.certifying.issued(path.workshop),
  }),
  route({
    who: 'workshop-instructor',
    method: 'POST',
    path: `${base}/certificates`,
    summary: 'Issues one to every participant who passed every task; answers all of them.',
    response: z.array(seatCertificate),
    handle: ({ services, path }) => services.certifying.issueAll(path.workshop),
  }),
]
