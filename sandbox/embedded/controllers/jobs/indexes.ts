import type { V1Pod } from '@kubernetes/client-node'

export const indexAnnotation = 'batch.kubernetes.io/job-completion-index'

export const indexOf = ({ metadata }: V1Pod): number | undefined => {
  const index = metadata?.annotations?.[indexAnnotation]
  return index === undefined ? undefined : Number(index)
}

/** `1,3-5` as numbers below `completions`; what is no index is left out. */
export function parseIndexes(text: string | undefined, completions: number): Set<number> {
  const indexes = new Set<number>()
  for (const part of (text ?? '').split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    if (from === undefined) continue
    for (let index = Number(from); index <= Math.min(Number(to), completions - 1); index++) indexes.add(index)
  }
  return indexes
}

/** Numbers as a job's status writes them: `1,3-5`. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const index of sorted) {
    const last = ranges.at(-1)
    if (last && last[1] === index - 1) last[1] = index
    else ranges.push([index, index])
  }
  return ranges
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(',')
}
