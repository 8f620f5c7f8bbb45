import type { DrillKind } from '@/protocol'
import type { Drill, DrillRequest, Setting } from './drill'
import { change } from './questions/change'
import { decides } from './questions/decides'
import type { Question } from './questions/question'
import { reach } from './questions/reach'
import { write } from './questions/write'
import { type Random, randomFrom } from './random'
import { makeSetting } from './setting'

const questions: Readonly<Record<DrillKind, (setting: Setting, random: Random) => Question | undefined>> = {
  reach,
  decides,
  write,
  change,
}

/** Settings that are tried until one can be asked about; of a thousand seeds none needs a tenth of it. */
const mostTries = 200

/** The drill that a request names, with its judge. The same request gives the same drill. */
export function makeDrill(request: DrillRequest): Drill {
  const { kind, level, seed } = request
  const random = randomFrom(`${kind} ${level} ${seed}`)
  for (let tries = 0; tries < mostTries; tries++) {
    const setting = makeSetting(level, random)
    const question = questions[kind](setting, random)
    if (question) return { ...request, setting, ...question }
  }
  throw new Error(`no ${kind} drill of level ${level} comes of the seed "${seed}"`)
}
