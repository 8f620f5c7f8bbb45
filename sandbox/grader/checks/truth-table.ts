import {
  type CellAnswer,
  type Check,
  type CheckResult,
  cellAnswers,
  parseCell,
  type Role,
  type TableCell,
} from '../../exercise'
import { shownFlow } from '../explain'
import type { Prober } from '../probes/prober'
import { flowBetween } from '../proof/judge'
import type { World } from '../proof/world'
import { presentAt } from '../questions/present'
import { tryCommand } from '../try-command'
import { doubtful } from './doubtful'

type TruthTable = Extract<Check, { kind: 'truth-table' }>

export type Tried = {
  answers: Readonly<Record<string, string>>
  world: World
  prober: Prober
  roles: Readonly<Record<string, Role>>
}

/** The key of a cell's answer, and the id of its result: `<check>/<cell>`. */
export const cellId = (check: TruthTable, { key }: TableCell) => `${check.id}/${key}`

export const cellsOf = (check: TruthTable, roles: Readonly<Record<string, Role>>): TableCell[] =>
  check.cells.map(text => parseCell(text, roles))

/**
 * Each cell for itself, against the engine's word and a connection that is really tried; where the two differ nobody is
 * wrong. A wrong cell is told how to find out, not why: the policies may be a secret.
 */
export function truthTableResults(check: TruthTable, tried: Tried): Promise<CheckResult[]> {
  return Promise.all(cellsOf(check, tried.roles).map(cell => cellResult(cellId(check, cell), cell, tried)))
}

async function cellResult(id: string, cell: TableCell, tried: Tried): Promise<CheckResult> {
  const { answers, world } = tried
  const base = { id, kind: 'truth-table' as const }
  const said = cellAnswers.find(answer => answer === answers[id])
  const from = presentAt(cell.flow.from, world)
  const to = presentAt(cell.flow.to, world)
  const flow = { flow: cell.flow.text }
  if (!from || !to)
    return {
      ...base,
      outcome: 'failed',
      message: { id: 'grader.cell.nobody', params: { ...flow, role: from ? cell.to : cell.from } },
    }
  const command = tryCommand(from, to, cell.ports)
  const shown = {
    ...base,
    flow: shownFlow(from, to, cell.ports),
    ...(command !== undefined && { try: command }),
  }
  if (said === undefined)
    return { ...shown, outcome: 'failed', message: { id: 'grader.cell.unanswered', params: flow } }

  const verdict = world.after.verdict(flowBetween(from, to, cell.ports))
  const observation = await tried.prober.observe({ from, to, port: cell.ports, verdict })
  const { observed, doubt } = observation
  const verdicts = { computed: verdict.allowed ? ('allowed' as const) : ('blocked' as const), observed }
  if (doubt) {
    const unsure = doubtful(doubt, observation, {})
    // What is computed would give the answer away.
    return { ...shown, ...unsure, message: { id: 'grader.inconclusive.cell', params: flow } }
  }
  const truth: CellAnswer = verdict.allowed ? 'answers' : 'blocked'
  return said === truth
    ? {
        ...shown,
        ...verdicts,
        outcome: 'passed',
        message: { id: 'grader.cell.right', params: { ...flow, said } },
      }
    : { ...shown, outcome: 'failed', message: { id: 'grader.cell.wrong', params: { ...flow, said } } }
}
