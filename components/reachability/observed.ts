import type { SeenFlow } from '@/components/live/live-state'
import { cellKey } from './matrix/verdicts'

const endOf = (end: SeenFlow['from']) => ('pod' in end ? end : { address: end.ip })

/**
 * The last connection that the learner tried in each cell since the lesson began: before that, who is called the same was
 * somebody else. The grader's own are left out.
 */
export function observedCells(flows: readonly SeenFlow[], startedAt: number): Map<string, SeenFlow> {
  const cells = new Map<string, SeenFlow>()
  for (const flow of flows) {
    if (flow.probe || flow.time < startedAt) continue
    cells.set(cellKey(endOf(flow.from), endOf(flow.to), { port: flow.port, protocol: flow.protocol }), flow)
  }
  return cells
}
