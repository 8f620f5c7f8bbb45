import type { SeenFlow } from '@/components/live/live-state'
import { cellKey } from './matrix/verdicts'

const endOf = (end: SeenFlow['from']) => ('pod' in end ? end : { address: end.ip })

/** The last connection that the learner tried in each cell. The grader's own are left out. */
export function observedCells(flows: readonly SeenFlow[]): Map<string, SeenFlow> {
  const cells = new Map<string, SeenFlow>()
  for (const flow of flows) {
    if (flow.probe) continue
    cells.set(cellKey(endOf(flow.from), endOf(flow.to), { port: flow.port, protocol: flow.protocol }), flow)
  }
  return cells
}
