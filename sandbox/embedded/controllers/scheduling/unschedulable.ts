import type { Refusal } from './filters'

const counted = (reasons: readonly string[]): string => {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}

/** Why no node takes a pod, in the scheduler's words (framework.FitError, and what preemption adds to it). */
export function unschedulableMessage(refusals: readonly Refusal[]): string {
  const nodes = refusals.length
  if (nodes === 0) return 'no nodes available to schedule pods'
  const preemption = refusals.map(({ preemptable }) =>
    preemptable ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
  )
  return (
    `0/${nodes} nodes are available: ${counted(refusals.flatMap(({ reasons }) => reasons))}. ` +
    `no new claims to deallocate, preemption: 0/${nodes} nodes are available: ${counted(preemption)}.`
  )
}

/** What is wrong with a pod's claims is no matter of nodes (plugin VolumeBinding). */
export const claimMessage = (nodes: number, problem: string): string =>
  `0/${nodes} nodes are available: ${problem}. not found`
