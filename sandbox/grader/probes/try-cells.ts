import type { CheckResult } from '../../exercise'
import type { Capabilities } from '../../provider'
import { type Cell, isThere } from '../cells'
import { agrees, flowResult } from '../checks/flow'
import { flowBetween } from '../proof/judge'
import { addressOf, type World } from '../proof/world'
import { probeFor } from './connect'
import type { Observation, Prober } from './prober'

/** Tries every cell that can be tried, all at once. */
export async function tryCells(
  cells: readonly Cell[],
  { world, prober, capabilities }: { world: World; prober: Prober; capabilities: Capabilities },
  told: (result: CheckResult) => CheckResult,
): Promise<CheckResult[]> {
  const isTriable = ({ from, to, port }: Cell) =>
    from.origin === 'running' &&
    isThere(to) &&
    (capabilities.externalHosts || to.pod !== undefined) &&
    probeFor('127.0.0.1', port, 1) !== undefined
  const first = cells.find(isTriable)
  const canary = first && prober.canary(first.from)
  const { after } = world
  const observations = cells.map(cell => (isTriable(cell) ? observe(cell, world, prober) : undefined))
  const isStopped = async ({ from, to, port }: Cell, index: number) =>
    (await observations[index])?.observed === 'dropped' && !after.verdict(flowBetween(from, to, port)).allowed
  return Promise.all(
    cells.map(async (cell, index) => {
      const observation = await observations[index]
      const early = flowResult(cell, { after, observation, canary: await canary, enforced: true })
      if (early.outcome !== 'inconclusive') return told(early)
      const enforced = (await Promise.all(cells.map(isStopped))).some(Boolean)
      return told(flowResult(cell, { after, observation, canary: await canary, enforced }))
    }),
  )
}

function observe({ from, to, port }: Cell, world: World, prober: Prober): Promise<Observation> {
  const ip = addressOf(to) ?? ''
  const computed = world.after.verdict(flowBetween(from, to, port)).allowed
  return prober.observe(
    from,
    timeout => probeFor(ip, port, timeout) ?? { command: ['true'], observed: () => 'unobserved' },
    observed => observed !== 'unobserved' && agrees(observed, computed),
  )
}
