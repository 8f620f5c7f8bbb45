import { afterAll, beforeAll, expect, it } from 'vitest'
import { kubectlProgram, type RealKubectl } from '../sessions/real-kubectl'
import { type Laboratory, openLaboratory } from './laboratory'
import { play } from './session'
import { told } from './told'

/**
 * Command lines made from a grammar, each given to the real kubectl and to the terminal's, on two equal clusters.
 * `DIFFERENTIAL_SESSIONS=1000` plays that many sessions instead of a few; `main.ts` plays any of them by itself.
 */
const sessions = Number(process.env.DIFFERENTIAL_SESSIONS ?? 8)
const length = 15

let program: RealKubectl
let laboratory: Laboratory
beforeAll(async () => {
  program = await kubectlProgram()
  laboratory = await openLaboratory()
}, 120_000)
afterAll(() => laboratory.close())

it.each(Array.from({ length: sessions }, (_, index) => index + 1))(
  'the terminal answers as kubectl does in session %i',
  async seed => {
    const { differing } = await play(laboratory, program, seed, { length })
    expect(differing.map(told)).toEqual([])
  },
  300_000,
)
