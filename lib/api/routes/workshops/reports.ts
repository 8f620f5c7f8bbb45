import { z } from 'zod'
import { classReport, csvOf, reportRow } from '@/protocol'
import { route } from '../../route'

const base = '/workshops/{workshop}'

/** What a class did. */
export const reportRoutes = [
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/class`,
    summary: 'What everybody did so far, seat by seat, and who is there now.',
    response: classReport,
    async handle({ services, path }) {
      const { state, seats, online } = await services.rooms.of(path.workshop)
      return { class: state, seats, online }
    },
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/report`,
    summary: 'What each participant did: passes, time, hints, checks, mistakes.',
    response: z.array(reportRow),
    handle: ({ services, path }) => services.workshopLessons.report(path.workshop),
  }),
  route({
    who: 'workshop-instructor',
    method: 'GET',
    path: `${base}/report.csv`,
    summary: 'The same for a spreadsheet.',
    response: z.string(),
    media: 'text/csv; charset=utf-8',
    handle: async ({ services, path }) => csvOf(await services.workshopLessons.report(path.workshop)),
  }),
]
