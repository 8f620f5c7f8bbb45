import { conceptsOf } from '../concepts'
import type { Setting } from '../drill'
import { flowOf, flowsOf, modelOf } from '../flows'
import type { Random } from '../random'
import { chosen, type Question } from './question'

/** "Without which policy would it be otherwise?" About a flow for which that is true of exactly one. */
export function decides(setting: Setting, random: Random): Question | undefined {
  const model = modelOf(setting)
  const without = setting.policies.map(policy =>
    modelOf({ ...setting, policies: setting.policies.filter(one => one !== policy) }),
  )
  const asked = flowsOf(setting).flatMap(flow => {
    const { allowed } = model.verdict(flowOf(flow))
    const deciding = without.flatMap((other, index) =>
      other.verdict(flowOf(flow)).allowed !== allowed ? [index] : [],
    )
    return deciding.length === 1 ? [{ flow, allowed, deciding: deciding[0]! }] : []
  })
  if (asked.length === 0) return undefined
  const { flow, allowed, deciding } = random.pick(asked)
  const options = setting.policies.map(({ metadata }, index) => ({
    id: String(index),
    text: `${metadata?.namespace}/${metadata?.name}`,
  }))
  return {
    concepts: conceptsOf([setting], [flow]),
    question: { id: allowed ? 'drills.decides.open' : 'drills.decides.closed', params: flow },
    options,
    judge: chosen(options, String(deciding), () => [
      model.explain(flowOf(flow)).summary,
      {
        id: allowed ? 'drills.decides.without.closed' : 'drills.decides.without.open',
        params: { policy: options[deciding]!.text },
      },
      without[deciding]!.explain(flowOf(flow)).summary,
    ]),
  }
}
