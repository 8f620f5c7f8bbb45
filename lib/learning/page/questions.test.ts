import { expect, it } from 'vitest'
import { exerciseSchema } from '@/sandbox/exercise'
import { questionsOf } from './questions'

const [task] = exerciseSchema.parse({
  namespace: 'demo',
  roles: Object.fromEntries(['web', 'client'].map(app => [app, { namespace: 'demo', labels: { app } }])),
  tasks: [
    {
      id: 'look',
      title: '',
      text: '',
      hints: ['a', 'b', 'c'],
      success: '',
      requirements: [{ id: 'window', text: 'client reaches web.', allow: ['client -> web:80'] }],
      checks: [
        { id: 'door', kind: 'tried', flow: 'client -> web:80', title: 'client calls web' },
        { id: 'table', kind: 'truth-table', cells: ['client -> web:80', 'web -> dns:53/UDP'] },
        {
          id: 'who',
          kind: 'answer',
          question: 'Which policy lets client in?',
          about: { ask: 'policies-allowing', flow: 'client -> web:80' },
        },
      ],
    },
  ],
}).tasks
const roles = { web: {}, client: {} } as never

it('tells a page what is asked, and nothing of what is right', () => {
  expect(questionsOf(task!, roles, { flowLog: true })).toEqual({
    requirements: [{ id: 'window', text: 'client reaches web.' }],
    quizzes: [],
    tables: [
      {
        id: 'table',
        cells: [
          { key: 'table/client-to-web-80', from: 'client', to: 'web:80' },
          { key: 'table/web-to-dns-53-udp', from: 'web', to: 'dns:53/UDP' },
        ],
      },
    ],
    typed: [{ id: 'who', question: 'Which policy lets client in?', kind: 'policies' }],
  })
})

it('asks what was tried where the cluster keeps no log of connections', () => {
  expect(questionsOf(task!, roles, { flowLog: false }).typed[0]).toMatchObject({
    id: 'door',
    question: expect.stringContaining('client calls web: which address was called'),
    kind: 'attempt',
  })
})
