import type { CheckResult } from '../../exercise'
import type { Capabilities } from '../../provider'
import { type Cell, isThere } from '../cells'
import { flowResult } from '../checks/flow'
import { flowBetween } from '../proof/judge'
import type { World } from '../proof/world'
import type { Prober } from './prober'

/** Tries every cell that can be tried, all at once. */
export function tryCells(
  cells: readonly Cell[],
  { world, prober, capabilities }: { world: World; prober: Prober; capabilities: Capabilities },
  told: (result: CheckResult) => CheckResult,
): Promise<CheckResult[]> {
  const { onWire } = world
  const isTriable = ({ from, to }: Cell) =>
    from.origin === 'running' && isThere(to) && (capabilities.externalHosts || to.pod !== undefined)
  return Promise.all(
    cells.map(async cell => {
      const { from, to, port } = cell
      const verdict = onWire.verdict(flowBetween(from, to, port))
      const observation = isTriable(cell) ? await prober.observe({ from, to, port, verdict }) : undefined
      return told(flowResult(cell, world, observation))
    }),
  )
}
