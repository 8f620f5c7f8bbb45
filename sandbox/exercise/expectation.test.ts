import { describe, expect, it } from 'vitest'
import { createExpectations, statements } from './expectation'
import type { Identity } from './identity'
import { intentSchema } from './schema'

const roles = {
  web: { namespace: 'shop', labels: { app: 'web' } },
  api: { namespace: 'shop', labels: { app: 'api' } },
}
const pod = (namespace: string, role?: string, judged = true): Identity => ({
  kind: 'pod',
  namespace,
  dns: false,
  judged,
  ...(role && { role }),
})
const web = pod('shop', 'web')
const api = pod('shop', 'api')
const stranger = pod('default')
const address: Identity = { kind: 'address', ip: '192.0.2.7' }
const tcp80 = { port: 80, protocol: 'TCP' as const }

function expectationOf(
  intent: object,
  from: Identity,
  to: Identity,
  port: { port: number; protocol: 'TCP' | 'UDP' } = tcp80,
  before = true,
) {
  const list = statements(intentSchema.parse(intent), roles)
  const { verdict, source } = createExpectations(list)(from, to).of(port, () => before)
  return `${verdict} (${source})`
}

describe('what an exercise expects', () => {
  const intent = {
    ignore: ['namespace:shop -> web:8080'],
    allow: ['web -> api:80', '192.0.2.0/24 except 192.0.2.9 -> web:80'],
    remark: [{ flow: 'namespace:shop -> everyone:53/UDP', because: 'wide' }],
    block: ['everyone -> namespace:shop:*'],
  }
  it.each([
    ['the allowed pair', web, api, tcp80, 'allowed (allow)'],
    ['the other way round', api, web, tcp80, 'blocked (block)'],
    ['another port', web, api, { port: 81, protocol: 'TCP' as const }, 'blocked (block)'],
    ['another protocol', web, api, { port: 80, protocol: 'UDP' as const }, 'blocked (block)'],
    ['an address in a range', address, web, tcp80, 'allowed (allow)'],
    [
      'an address that is excepted',
      { kind: 'address', ip: '192.0.2.9' } as const,
      web,
      tcp80,
      'blocked (block)',
    ],
    ['an address elsewhere', { kind: 'address', ip: '192.0.3.7' } as const, web, tcp80, 'blocked (block)'],
    [
      'what is ignored, although it is blocked too',
      api,
      web,
      { port: 8080, protocol: 'TCP' as const },
      'either (ignore)',
    ],
    ['what is remarked', web, stranger, { port: 53, protocol: 'UDP' as const }, 'either (remark)'],
    ['who is not judged', pod('shop', undefined, false), web, tcp80, 'either (ignore)'],
  ])('%s', (_, from, to, port, expected) => {
    expect(expectationOf(intent, from, to, port)).toBe(expected)
  })

  it('leaves what nobody names as it was', () => {
    expect(expectationOf(intent, web, stranger, tcp80, true)).toBe('allowed (frame)')
    expect(expectationOf(intent, web, stranger, tcp80, false)).toBe('blocked (frame)')
    expect(expectationOf({}, web, api, tcp80, false)).toBe('blocked (frame)')
  })
})
