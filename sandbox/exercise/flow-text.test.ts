import { describe, expect, it } from 'vitest'
import { FlowTextError, parseFlow } from './flow-text'

const roles = { web: {}, api: {} }

describe('parseFlow', () => {
  it.each([
    [
      'web -> api:80',
      [{ kind: 'role', role: 'web' }],
      [{ kind: 'role', role: 'api' }],
      { port: 80, protocol: 'TCP' },
    ],
    [
      'web, api -> dns:53/UDP',
      [
        { kind: 'role', role: 'web' },
        { kind: 'role', role: 'api' },
      ],
      [{ kind: 'dns' }],
      { port: 53, protocol: 'UDP' },
    ],
    [
      'everyone -> namespace:shop:*',
      [{ kind: 'everyone' }],
      [{ kind: 'namespace', namespace: 'shop' }],
      'every',
    ],
    [
      'pods -> 10.0.0.0/8:443',
      [{ kind: 'pods' }],
      [{ kind: 'address', cidr: '10.0.0.0/8' }],
      { port: 443, protocol: 'TCP' },
    ],
    [
      'web -> 10.0.0.0/8 except 10.0.1.0/24 except 10.9.9.9:443',
      [{ kind: 'role', role: 'web' }],
      [{ kind: 'address', cidr: '10.0.0.0/8', except: ['10.0.1.0/24', '10.9.9.9/32'] }],
      { port: 443, protocol: 'TCP' },
    ],
    [
      'outside -> 192.0.2.7:80/SCTP',
      [{ kind: 'outside' }],
      [{ kind: 'address', cidr: '192.0.2.7/32' }],
      { port: 80, protocol: 'SCTP' },
    ],
    [
      'web -> 2001:db8::/32:443',
      [{ kind: 'role', role: 'web' }],
      [{ kind: 'address', cidr: '2001:db8::/32' }],
      { port: 443, protocol: 'TCP' },
    ],
  ])('%s', (text, from, to, ports) => {
    expect(parseFlow(text, roles)).toEqual({ text, from, to, ports })
  })

  it.each([
    ['web -> db:80', /there is no "db"; an end is one of web, api, namespace:NAME/],
    ['web to api', /write a flow as "client -> web:80"/],
    ['web -> api', /write a flow/],
    ['web -> 10.0.0.0/8 except 192.0.2.0/24:443', /192.0.2.0\/24 lies outside 10.0.0.0\/8/],
    ['web -> api:70000', /1 to 65535/],
    ['toString -> api:80', /there is no "toString"/],
  ])('%s is refused in words for an author', (text, problem) => {
    expect(() => parseFlow(text, roles)).toThrow(FlowTextError)
    expect(() => parseFlow(text, roles)).toThrow(problem)
  })
})
