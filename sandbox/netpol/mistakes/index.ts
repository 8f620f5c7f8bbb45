import type { Situation } from './context'
import { findAmong, type Mistake } from './find'
import { recognisers } from './recognisers'

export type { ExpectedFlow, Objects, Situation } from './context'
export type { EditStep } from './edit-steps'
export type { Mistake } from './find'
export { isSlip } from './labels/typo-distance'
export { type EditSearch, smallestEdit } from './smallest-edit'

/** Every id that a mistake can have: the catalogue has `mistake.<id>`, docs/mistakes.md describes it. */
export const mistakeIds: readonly string[] = recognisers.map(({ id }) => id)

/** The common mistakes that explain why flows are not as they were meant, or that are mistakes whatever was meant. */
export const findMistakes = (situation: Situation): Mistake[] => findAmong(recognisers, situation)
