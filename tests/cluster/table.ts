import type { Comparison } from './compare'
import { percentile } from './timed'

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)

export type About = { kinds: readonly string[]; jobs: number; minutes: number; left: number }

/** Markdown: what every lesson's answers came to on both clusters. Written by `npm run test:cluster:lessons -- --table`. */
export function tableOf(comparisons: readonly Comparison[], { kinds, jobs, minutes, left }: About): string {
  const again = comparisons.filter(({ isSecond }) => isSecond).length
  const refused = comparisons.filter(({ isRefused }) => isRefused).length
  const untold = comparisons.filter(one => one.troubles.length === 0 && one.untold.size > 0).length
  const lessons = [...new Set(comparisons.map(({ lesson }) => lesson))].sort()
  const rows = lessons.map(lesson => {
    const own = comparisons.filter(one => one.lesson === lesson)
    const sum = (kind: keyof Comparison['flows']) => own.reduce((total, { flows }) => total + flows[kind], 0)
    const right = own.filter(({ troubles, untold }) => troubles.length === 0 && untold.size === 0).length
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
    '# The same answers on a real cluster and on the embedded one',
    '',
    'Written by `npm run test:cluster:lessons -- --table FILE`. A flow is equal where both clusters computed the same, and',
    'both let the same through when it was tried; one that cannot be tried on one of them (a host outside) is only computed',
    'there. A start is counted from asking for it until its pods are Ready, a grading from its first question to the result;',
    'its floor is the time-out of a probe, a second, wherever something has to stay silent.',
    '',
    `Played: ${kinds.join(', ')}; ${jobs} sandboxes at a time, ${minutes} minutes in all; ${again} of ${comparisons.length} answers were played again, because not everything could be told the first time; of ${untold} it could not be told at all.${refused > 0 ? ` ${refused} are about everybody's namespaces, which a learner on a shared cluster is refused: they count as ended, with no flows.` : ''}${left > 0 ? ` ${left} answers were not played: the time was over.` : ''}`,
    '',
    '| lesson | answers that end as they should | flows equal on both | only computed on one | different | start, p50 s | p95 | grading, p50 s | p95 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`
}
