import { conceptsOf } from '../concepts'
import type { DrillFlow, Setting } from '../drill'
import { editsOf } from '../edits'
import { everyFlowOf, flowOf, modelOf, openFlows, ports } from '../flows'
import type { Random } from '../random'
import { chosen, type Question } from './question'

/** How many to choose from. */
const choices = 4

/** The flows of one pair that a change opens or closes: on one port that has a name here, or on every port. */
function wishOf(flows: readonly DrillFlow[], { changed, after }: Changed): Wish | undefined {
  const [first] = changed
  if (first === undefined) return undefined
  const { from, to, port } = flows[first]!
  const isPair = (flow: DrillFlow) => flow.from === from && flow.to === to
  if (!changed.every(index => isPair(flows[index]!) && after[index] === after[first])) return undefined
  const isEvery = changed.length === flows.filter(isPair).length
  const isOne = changed.length === 1 && ports.some(one => one === port)
  return isEvery || isOne ? { changed, isEvery } : undefined
}

type Changed = { after: readonly boolean[]; changed: readonly number[] }
type Wish = { changed: readonly number[]; isEvery: boolean }

/**
 * "Make the smallest change so that FLOW is open (closed), and nothing else changes." Of the changes to choose from
 * exactly one does; the others do too little, too much or nothing.
 */
export function change(setting: Setting, random: Random): Question | undefined {
  const flows = everyFlowOf(setting)
  const before = openFlows(setting, flows)
  const edits = random.some([...editsOf(setting)]).map(edit => {
    const after = openFlows({ ...setting, policies: edit.policies }, flows)
    const changed = flows.flatMap((_, index) => (after[index] !== before[index] ? [index] : []))
    return { ...edit, after, changed, wish: wishOf(flows, { after, changed }) }
  })
  const right = edits.find(({ wish }) => wish !== undefined)
  if (!right?.wish) return undefined
  const { changed: wished, isEvery } = right.wish
  const wrong = edits.filter(({ changed }) => changed.join() !== wished.join())
  // What does it, but not only it, teaches more than what does nothing.
  const isTempting = ({ changed }: Changed) => wished.every(index => changed.includes(index))
  const tempting = [...wrong.filter(isTempting), ...wrong.filter(edit => !isTempting(edit))]
  if (tempting.length < choices - 1) return undefined
  const offered = random.some([right, ...tempting.slice(0, choices - 1)])
  const options = offered.map(({ text }, index) => ({ id: String(index), text }))
  const flow = flows[wished[0]!]!
  const how = before[wished[0]!] ? 'close' : 'open'
  return {
    concepts: conceptsOf([setting, { ...setting, policies: right.policies }], [flow]),
    question: { id: isEvery ? `drills.change.${how}.every` : `drills.change.${how}`, params: flow },
    options,
    judge: chosen(options, String(offered.indexOf(right)), answer => {
      const { policies, changed } = offered[Number(answer)]!
      const missed = wished.find(index => !changed.includes(index)) ?? wished[0]!
      const { summary } = modelOf({ ...setting, policies }).explain(flowOf(flows[missed]!))
      const more = changed.filter(index => !wished.includes(index))
      const other = flows[more[0] ?? -1]
      return [
        summary,
        ...(other ? [{ id: 'drills.change.too-much', params: { ...other, count: more.length } }] : []),
      ]
    }),
  }
}
