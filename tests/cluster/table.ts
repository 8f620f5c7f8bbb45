import type { Comparison } from './compare'

/** Markdown: what every lesson's answers came to on both clusters. Written by `npm run test:cluster -- --table`. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const lessons = [...new Set(comparisons.map(({ lesson }) => lesson))].sort()
  const rows = lessons.map(lesson => {
    const own = comparisons.filter(one => one.lesson === lesson)
    const sum = (kind: keyof Comparison['flows']) => own.reduce((total, { flows }) => total + flows[kind], 0)
    const right = own.filter(({ troubles }) => troubles.length === 0).length
    return `| ${lesson} | ${right} of ${own.length} | ${sum('equal')} | ${sum('computedOnly')} | ${sum('differ')} |`
  })
  return `${[
    '| lesson | answers that end as they should | flows equal on both | only computed on one | different |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`
}
