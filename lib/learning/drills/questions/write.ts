import { conceptsOf } from '../concepts'
import type { Setting } from '../drill'
import { flowOf, flowsOf, isSame, modelOf, openFlows } from '../flows'
import { readPolicies } from '../manifest'
import type { Random } from '../random'
import type { Question } from './question'

/** Flows whose explanation is shown of a table that is not as it should be. */
const mostShown = 3

/** "Write the policies for this table." The table is what policies that nobody sees give; any that give it are right. */
export function write(setting: Setting, _random: Random): Question | undefined {
  const flows = flowsOf(setting)
  const wanted = openFlows(setting, flows)
  if (
    isSame(
      wanted,
      flows.map(() => true),
    ) ||
    isSame(
      wanted,
      flows.map(() => false),
    )
  )
    return undefined
  return {
    concepts: conceptsOf([setting], flows),
    question: { id: 'drills.write', params: {} },
    table: flows.map((flow, index) => ({ ...flow, open: wanted[index]! })),
    judge(answer) {
      const namespaces = setting.namespaces.map(({ metadata }) => metadata?.name ?? '')
      const written = { ...setting, policies: readPolicies(answer, namespaces) }
      const open = openFlows(written, flows)
      const model = modelOf(written)
      const wrong = flows.filter((_, index) => open[index] !== wanted[index])
      const explanation = wrong.slice(0, mostShown).map(flow => model.explain(flowOf(flow)).summary)
      const summary = {
        id: wrong.length === 0 ? 'drills.write.right' : 'drills.write.wrong',
        params: { wrong: wrong.length, all: flows.length },
      }
      return { right: wrong.length === 0, explanation: [summary, ...explanation] }
    },
  }
}
