import { expect, it } from 'vitest'
import { exerciseSchema } from '@/sandbox/exercise'
import { namedAddresses } from './named-addresses'

const task = (id: string, intent: unknown) => ({
  id,
  title: '',
  text: '',
  intent,
  hints: ['a', 'b', 'c'],
  success: '',
})

it('addresses that tasks name are found once each, a range by its first host', () => {
  const roles = { client: { namespace: 'demo', labels: { app: 'client' } } }
  const tasks = [
    task('one', { allow: ['client -> 192.0.2.7:443', 'client -> 203.0.113.0/24:443'] }),
    task('two', {
      block: ['client -> 192.0.2.7:443', '2001:db8::/64 -> client:80'],
      allow: ['client -> outside:80'],
    }),
    task('three', undefined),
  ]
  const exercise = { ...exerciseSchema.parse({ namespace: 'demo', roles, tasks }), start: [] }
  expect(namedAddresses(exercise)).toEqual(['192.0.2.7', '203.0.113.1', '2001:db8::1'])
})
