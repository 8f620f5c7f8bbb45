import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../netpol'
import { createEnforcement, type TriedFlow } from './doubt'

const side = (allowed: boolean) => ({ allowed }) as Verdict['ingress']
const flow = (egress: boolean, ingress: boolean, more: Partial<TriedFlow> = {}): TriedFlow => ({
  from: 'a',
  to: 'b',
  protocol: 'TCP',
  verdict: { allowed: egress && ingress, egress: side(egress), ingress: side(ingress) },
  ...more,
})

describe('a connection that does not do as the policies say', () => {
  const into = (to: string) => flow(true, false, { to })

  it.each([
    ['nothing is stopped at all', [], into('b'), 'not-enforced'],
    ['others are stopped at another pod', [into('c')], into('b'), 'not-enforced-here'],
    ['others are stopped at the same pod', [into('b')], into('b'), 'not-settled'],
    ['the other end alone is known to enforce', [into('b')], flow(false, false), 'not-settled'],
    [
      'what both ends stop is stopped, one of which is asked',
      [flow(false, false)],
      into('b'),
      'not-enforced-here',
    ],
    [
      'it goes over UDP, and others are stopped there',
      [into('b')],
      { ...into('b'), protocol: 'UDP' },
      'established',
    ],
  ] as const)('%s', (_, stopped, asked, doubt) => {
    const enforcement = createEnforcement()
    for (const one of stopped) enforcement.note(one, 'dropped')
    expect(enforcement.doubtOf(asked, 'connected')).toBe(doubt)
    expect(enforcement.doubtOf(asked, 'dropped')).toBeUndefined()
    expect(enforcement.doubtOf(asked, 'rejected')).toBeUndefined()
  })

  it('is allowed, and nobody answers', () => {
    expect(createEnforcement().doubtOf(flow(true, true), 'dropped')).toBe('not-settled')
    expect(createEnforcement().doubtOf(flow(true, true), 'refused')).toBeUndefined()
  })
})
