import type { Message } from '@/sandbox/netpol'
import { type Drill, DrillAnswerError } from '../drill'

/** A drill without what it is asked about. */
export type Question = Pick<Drill, 'concepts' | 'question' | 'table' | 'options' | 'judge'>

/** Judges a choice of which one is right. */
export const chosen =
  (
    options: NonNullable<Drill['options']>,
    right: string,
    explanation: (answer: string) => readonly Message[],
  ): Drill['judge'] =>
  answer => {
    if (!options.some(({ id }) => id === answer)) throw new DrillAnswerError('There is no such option.')
    return { right: answer === right, rightOption: right, explanation: explanation(answer) }
  }
