import { expect, it } from 'vitest'
import { parseUrl } from './url'

it.each([
  ['web', { scheme: 'http', host: 'web', port: 80, target: '/', explicitPort: false }],
  ['http://web:8080/a?b=c#d', { host: 'web', port: 8080, target: '/a?b=c', explicitPort: true }],
  ['https://web', { scheme: 'https', port: 443 }],
  ['http://user:pw@web/', { userinfo: 'user:pw', host: 'web' }],
  ['http://web?x=1', { host: 'web', target: '/?x=1' }],
])('takes %s apart', (text, expected) => expect(parseUrl(text)).toMatchObject(expected))

it('knows no port that is no number', () => expect(parseUrl('http://web:http')).toBeUndefined())
