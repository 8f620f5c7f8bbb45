import { conceptsOf } from '../concepts'
import type { Drill, Setting } from '../drill'
import { flowOf, flowsOf, modelOf } from '../flows'
import type { Random } from '../random'
import { chosen, type Question } from './question'

/** "Does A reach B:80?" About a flow of which at least one side is isolated, open as often as closed. */
export function reach(setting: Setting, random: Random): Question | undefined {
  const model = modelOf(setting)
  const wanted = random.chance(0.5)
  const flows = flowsOf(setting).filter(flow => {
    const { allowed, egress, ingress } = model.verdict(flowOf(flow))
    return allowed === wanted && (egress.isolated || ingress.isolated)
  })
  if (flows.length === 0) return undefined
  const flow = random.pick(flows)
  const { verdict, summary, egress, ingress } = model.explain(flowOf(flow))
  const options: Drill['options'] = ['yes', 'no'].map(id => ({
    id,
    text: { id: `drills.${id}`, params: {} },
  }))
  return {
    concepts: conceptsOf([setting], [flow]),
    question: { id: 'drills.reach', params: flow },
    options,
    judge: chosen(options, verdict.allowed ? 'yes' : 'no', () => [
      summary,
      ...[egress.summary, ingress.summary].filter(({ id }) => id !== summary.id),
    ]),
  }
}
