import type { Grading } from '@/components/live/live-state'
import type { CheckResult } from '@/sandbox/exercise'
import type { MatrixPort } from '@/sandbox/netpol'
import { cellKey } from './verdicts'

/** `waiting`: the grader will try this connection; else what came of it. */
export type CheckedCell = 'waiting' | CheckResult

type CheckedFlow = NonNullable<CheckResult['flow']>

const endOf = ({ namespace, pod, ip }: CheckedFlow['from']) =>
  namespace && pod ? { namespace, pod } : ip ? { address: ip } : undefined

function keyOf({ from, to, port, protocol }: CheckedFlow): string | undefined {
  const [source, target] = [endOf(from), endOf(to)]
  return source && target && cellKey(source, target, { port, protocol })
}

/** The cells that a grading is about, with their results as they come. */
export function checkedCells(grading: Grading | null): Map<string, CheckedCell> {
  const cells = new Map<string, CheckedCell>()
  for (const { id, flow } of grading?.planned ?? []) {
    const key = flow && keyOf(flow)
    if (key) cells.set(key, grading?.checked.get(id) ?? 'waiting')
  }
  for (const result of grading?.checked.values() ?? []) {
    const key = result.flow && result.kind === 'flow' && keyOf(result.flow)
    if (key) cells.set(key, result)
  }
  return cells
}

/** The ports of a grading's flows, so that the matrix can show them. */
export const checkedPorts = (grading: Grading | null): MatrixPort[] =>
  (grading?.planned ?? []).flatMap(({ flow }) =>
    flow && keyOf(flow) ? [{ port: flow.port, protocol: flow.protocol }] : [],
  )
