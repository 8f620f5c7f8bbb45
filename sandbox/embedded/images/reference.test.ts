import { expect, it } from 'vitest'
import { tagsUpTo } from './image'
import { formatReference, parseReference } from './reference'

it.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:alpine', 'docker.io/library/nginx:alpine'],
  ['nicolaka/netshoot', 'docker.io/nicolaka/netshoot:latest'],
  ['registry.k8s.io/e2e-test-images/agnhost:2.63.0', 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'],
  ['localhost:5000/web:v1', 'localhost:5000/web:v1'],
])('normalises %s', (text, name) => expect(formatReference(parseReference(text)!)).toBe(name))

it.each(['', 'Nginx', 'nginx:', 'a b', 'nginx:bad tag', '/nginx'])('refuses %j', text =>
  expect(parseReference(text)).toBeUndefined(),
)

const nginx = tagsUpTo('1.31', 'stable', 'mainline', 'alpine', 'bookworm')

it.each([
  'latest',
  'stable',
  '1',
  '1.27',
  '1.27.3-alpine',
  '1.27-alpine3.20',
  'mainline-alpine',
  'stable-bookworm',
])('believes in the tag %s', tag => expect(nginx(tag)).toBe(true))
it.each(['doesnotexist', 'lates', 'alpine-doesnotexist', 'lastest', '1.161', '1.91.0', '9.9.9'])(
  'does not believe in the tag %s',
  tag => expect(nginx(tag)).toBe(false),
)
