import { clusterNews, clusterReport } from '@/protocol'
import { ApiProblem } from '../problem'
import { route, type Services } from '../route'

const doctorOf = ({ clusterDoctor }: Services) => {
  if (clusterDoctor) return clusterDoctor
  throw new ApiProblem('not-found', 'Every learner has an embedded cluster: there is no other to look at.')
}

export const clusterRoutes = [
  route({
    who: 'instructor',
    method: 'GET',
    path: '/cluster',
    summary: 'What is known of the real cluster that learners are on.',
    response: clusterNews,
    problems: ['not-found'],
    handle: async ({ services }) => doctorOf(services).now(),
  }),
  route({
    who: 'instructor',
    method: 'POST',
    path: '/cluster/examination',
    summary:
      'Examines that cluster as `netpol-lab doctor` does, in throw-away namespaces; takes up to some minutes.',
    response: clusterReport,
    problems: ['not-found'],
    handle: ({ services }) => doctorOf(services).examine(),
  }),
]
