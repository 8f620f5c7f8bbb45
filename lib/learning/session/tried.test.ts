import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { exerciseSchema } from '@/sandbox/exercise'
import type { SeenFlow } from '@/sandbox/provider'
import { asksToTry } from './tried'

const exercise = {
  ...exerciseSchema.parse({
    namespace: 'demo',
    roles: {
      client: { namespace: 'demo', labels: { app: 'client' } },
      web: { namespace: 'demo', labels: { app: 'web' } },
    },
    tasks: [
      {
        id: 'look',
        title: '',
        text: '',
        checks: [{ kind: 'tried', id: 'open', flow: 'client -> web:80', title: 'open it' }],
        hints: ['a', 'b', 'c'],
        success: '',
      },
    ],
  }),
  start: [],
}
const pod = (name: string, app = name): V1Pod => ({ metadata: { name, namespace: 'demo', labels: { app } } })
const namespaces: V1Namespace[] = [{ metadata: { name: 'demo' } }]
const cluster = { namespaces, pods: [pod('client'), pod('second', 'client'), pod('web'), pod('api')] }
const flow = (from: string, to: string, port = 80, more: Partial<SeenFlow> = {}): SeenFlow => ({
  sequence: 1,
  time: 0,
  flow: {
    from: { namespace: 'demo', pod: from },
    to: { namespace: 'demo', pod: to },
    port,
    protocol: 'TCP',
  },
  outcome: 'connected',
  verdict: {} as SeenFlow['verdict'],
  probe: false,
  ...more,
})

describe('asksToTry', () => {
  const asked = asksToTry(exercise, 'look')

  it.each([
    ['the flow itself', flow('client', 'web'), true],
    ['from another pod of the role', flow('second', 'web'), true],
    ['dropped on the way', flow('client', 'web', 80, { outcome: 'dropped' }), true],
    ['another port', flow('client', 'web', 443), false],
    ['another pod', flow('api', 'web'), false],
    ['the way back', flow('web', 'client'), false],
    ['opened by the grader', flow('client', 'web', 80, { probe: true }), false],
    ['a pod that is gone', flow('gone', 'web'), false],
  ])('%s: %s', (_, seen, expected) => {
    expect(asked(seen, cluster)).toBe(expected)
  })

  it('asks nothing for a task without such a check', () => {
    expect(asksToTry(exercise, 'other')(flow('client', 'web'), cluster)).toBe(false)
  })
})
