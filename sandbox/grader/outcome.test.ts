import { describe, expect, it } from 'vitest'
import type { Outcome } from '../exercise'
import { outcomeOf } from './outcome'

const of = (...outcomes: Outcome[]) => outcomeOf(outcomes.map(outcome => ({ outcome })))

describe('outcome of a task', () => {
  it('is the worst that is known for certain', () => {
    expect(of()).toBe('passed')
    expect(of('passed', 'passed')).toBe('passed')
    expect(of('passed', 'inconclusive')).toBe('inconclusive')
    expect(of('inconclusive', 'failed', 'passed')).toBe('failed')
  })
})
