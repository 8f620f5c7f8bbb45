import { expect, it } from 'vitest'
import { recall } from './recall'

const history = ['kubectl get pods', 'ls /tmp', 'echo one two']

it.each([
  ['!!', 'echo one two'],
  ['sudo !!', 'sudo echo one two'],
  ['cat !$', 'cat two'],
  ['cat !^', 'cat one'],
  ['printf !*', 'printf one two'],
  ['!1', 'kubectl get pods'],
  ['!-2', 'ls /tmp'],
  ['!kube -w', 'kubectl get pods -w'],
  ['!?tmp?', 'ls /tmp'],
  ['^one^three', 'echo three two'],
])('%s runs %s', (typed, line) => expect(recall(typed, history)).toEqual({ line, changed: true }))

it.each([
  "echo '!!'",
  'echo \\!!',
  '[ ! -e x ]',
  'echo hi!',
  '! true',
  '[[ a != b ]]',
  'echo "wow! yes"',
  '!(a|b)',
])('%s stays as it is', line => expect(recall(line, history)).toEqual({ line, changed: false }))

it('says what is not there', () => {
  expect(recall('!nothing', history)).toEqual({ missing: '!nothing: event not found' })
  expect(recall('!99', history)).toEqual({ missing: '!99: event not found' })
  expect(recall('^x^y', history)).toEqual({ missing: ':s^x^y: substitution failed' })
})
