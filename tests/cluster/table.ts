import type { Comparison } from './compare'
import { percentile } from './timed'

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

/** Markdown: what every lesson's answers came to on both clusters. Written by `npm run test:cluster:lessons -- --table`. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const lessons = [...new Set(comparisons.map(({ lesson }) => lesson))].sort()
  const rows = lessons.map(lesson => {
    const own = comparisons.filter(one => one.lesson === lesson)
    const sum = (kind: keyof Comparison['flows']) => own.reduce((total, { flows }) => total + flows[kind], 0)
    const right = own.filter(({ troubles }) => troubles.length === 0).length
    const times = (kind: keyof Comparison['times']) => own.flatMap(({ times }) => times[kind])
    return `| ${[
      lesson,
      `${right} of ${own.length}`,
      ...[sum('equal'), sum('computedOnly'), sum('differ')],
      ...[50, 95].map(percent => seconds(percentile(times('starts'), percent))),
      ...[50, 95].map(percent => seconds(percentile(times('gradings'), percent))),
    ].join(' | ')} |`
  })
  return `${[
    '| lesson | answers that end as they should | flows equal on both | only computed on one | different | start, p50 s | p95 | grading, p50 s | p95 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`
}
