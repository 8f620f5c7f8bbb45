import { describe, expect, it } from 'vitest'
import { probeFor } from './connect'

const result = (status: number, stdout = '', stderr = '') => ({ status, stdout, stderr })

describe('a probe over TCP', () => {
  const probe = probeFor('10.244.0.7', { port: 80, protocol: 'TCP' }, 100)

  it('is a fresh agnhost connect', () => {
    expect(probe?.command).toEqual([
      '/agnhost',
      'connect',
      '10.244.0.7:80',
      '--timeout=100ms',
      '--protocol=tcp',
    ])
    expect(probeFor('2001:db8::7', { port: 80, protocol: 'TCP' }, 100)?.command[2]).toBe('[2001:db8::7]:80')
  })

  it.each([
    [result(0), 'connected'],
    [result(1, '', 'TIMEOUT\n'), 'dropped'],
    [result(1, '', 'REFUSED\n'), 'refused'],
    [result(1, '', 'OTHER: connect: no route to host\n'), 'unreachable'],
    [result(126, '', 'what?'), 'unobserved'],
  ])('reads %j', (answer, observed) => {
    expect(probe?.observed(answer)).toBe(observed)
  })
})

describe('a probe over UDP', () => {
  it('asks DNS in its own language', () => {
    const probe = probeFor('10.244.0.2', { port: 53, protocol: 'UDP' }, 100)
    expect(probe?.command.slice(0, 2)).toEqual(['dig', '+tries=1'])
    expect(probe?.observed(result(0, ';; ANSWER'))).toBe('connected')
    expect(probe?.observed(result(9, ';; no servers could be reached'))).toBe('dropped')
  })

  it('is not made elsewhere: silence tells nothing', () => {
    expect(probeFor('10.244.0.2', { port: 5353, protocol: 'UDP' }, 100)).toBeUndefined()
    expect(probeFor('10.244.0.2', { port: 80, protocol: 'SCTP' }, 100)).toBeUndefined()
  })
})
