import { conceptsOf } from '../concepts'
import type { Setting } from '../drill'
import { editsOf } from '../edits'
import { flowOf, flowsOf, modelOf, openFlows } from '../flows'
import type { Random } from '../random'
import { chosen, type Question } from './question'

/** How many to choose from. */
const choices = 4

/**
 * "Make the smallest change so that FLOW is open (closed), and nothing else changes." Of the changes to choose from
 * exactly one does; the others do too little, too much or nothing.
 */
export function change(setting: Setting, random: Random): Question | undefined {
  const flows = flowsOf(setting)
  const before = openFlows(setting, flows)
  const edits = random.some([...editsOf(setting)]).map(edit => {
    const after = openFlows({ ...setting, policies: edit.policies }, flows)
    return {
      ...edit,
      after,
      changed: flows.flatMap((_, index) => (after[index] !== before[index] ? [index] : [])),
    }
  })
  const right = edits.find(({ changed }) => changed.length === 1)
  const wish = right?.changed[0]
  if (!right || wish === undefined) return undefined
  const isWished = ({ changed }: { changed: readonly number[] }) =>
    changed.length === 1 && changed[0] === wish
  const wrong = edits.filter(edit => !isWished(edit))
  // What does it, but not only it, teaches more than what does nothing.
  const tempting = [
    ...wrong.filter(({ changed }) => changed.includes(wish)),
    ...wrong.filter(({ changed }) => !changed.includes(wish)),
  ]
  if (tempting.length < choices - 1) return undefined
  const offered = random.some([right, ...tempting.slice(0, choices - 1)])
  const options = offered.map(({ text }, index) => ({ id: String(index), text }))
  const flow = flows[wish]!
  return {
    concepts: conceptsOf([setting, { ...setting, policies: right.policies }], [flow]),
    question: { id: before[wish] ? 'drills.change.close' : 'drills.change.open', params: flow },
    options,
    judge: chosen(options, String(offered.indexOf(right)), answer => {
      const { policies, changed } = offered[Number(answer)]!
      const { summary } = modelOf({ ...setting, policies }).explain(flowOf(flow))
      const more = changed.filter(index => index !== wish)
      const other = flows[more[0] ?? -1]
      return [
        summary,
        ...(other ? [{ id: 'drills.change.too-much', params: { ...other, count: more.length } }] : []),
      ]
    }),
  }
}
