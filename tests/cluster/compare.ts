import { gradeAnswer } from '@/bin/grade/grade-answer'
import type { AnswerResult } from '@/bin/grade/report'
import { missingExplanation } from '@/bin/lint/explanation'
import { render } from '@/messages'
import type { CheckResult } from '@/sandbox/exercise'
import { grade } from '@/sandbox/grader/grade'
import { shortId } from '@/sandbox/kubernetes/record'
import type { SandboxProvider } from '@/sandbox/provider'
import type { Play } from './plays'
import { type Times, timedGrade, timedProvider } from './timed'

/** What came of one answer on both clusters. */
export type Comparison = {
  lesson: string
  name: string
  milliseconds: number
  /** On the real cluster. */
  times: Times
  /** Nothing could be told the first time, so it was played once more. */
  isSecond?: boolean
  /** Verdicts that both gave, by how they compare. */
  flows: { equal: number; computedOnly: number; differ: number }
  /** What is not as it should be, in words. */
  troubles: string[]
}

/** The lesson is about the network plug-in itself, which a real cluster has as it is. */
const isAboutPlugIn = ({ lesson }: Play) => lesson.exercise.cni === 'flannel'

/** Plays an answer on both clusters, once more where the real one could tell nothing. */
export async function compare(play: Play, clusters: Clusters): Promise<Comparison> {
  const first = await compareOnce(play, clusters)
  if (!first.isDoubtful || first.troubles.length === 0) return first
  return { ...(await compareOnce(play, clusters)), isSecond: true }
}

/** The id is of the sandbox on the real cluster. */
export type Clusters = { real: SandboxProvider; embedded: SandboxProvider; id: string }

async function compareOnce(
  play: Play,
  { real, embedded, id }: Clusters,
): Promise<Comparison & { isDoubtful?: boolean }> {
  const { lesson, answer, task, name } = play
  const begun = Date.now()
  const times: Times = { starts: [], gradings: [] }
  const base = { lesson: lesson.number, name, times, flows: { equal: 0, computedOnly: 0, differ: 0 } }
  const asked = { lesson, answer, ...(task && { task }) }
  let printed = ''
  const onOutput = (text: string) => {
    printed += text
  }
  const [there, own] = await Promise.allSettled([
    gradeAnswer({
      ...{ ...asked, id, onOutput },
      provider: timedProvider(real, times),
      grade: timedGrade(grade, times),
    }),
    gradeAnswer({ provider: embedded, ...asked }),
  ])
  const milliseconds = Date.now() - begun
  if (own.status === 'rejected') throw own.reason
  if (there.status === 'rejected')
    return { ...base, milliseconds, troubles: [`failed: ${(there.reason as Error).message}`] }
  // Check ids and explanations name namespaces.
  const translated = JSON.parse(JSON.stringify(there.value).replaceAll(`-${shortId(id)}`, '')) as AnswerResult
  const { flows, troubles } = compareChecks(checksOf(own.value), checksOf(translated), play)
  const ended = ofEverybody.test(printed) ? [] : endTroubles(play, translated, own.value)
  const all = [...ended, ...troubles]
  if (all.length > 0 && printed)
    all.push(
      ...printed
        .trimEnd()
        .split('\n')
        .slice(0, 6)
        .map(line => `| ${line}`),
    )
  const isDoubtful = translated.tasks.some(({ checks }) =>
    checks.some(({ outcome }) => outcome === 'inconclusive'),
  )
  return { ...base, milliseconds, isDoubtful, flows, troubles: all }
}

/** Some answers list everybody's namespaces, which a learner on a shared cluster may not: they cannot end there as here. */
const ofEverybody = /cannot list resource "\w+" in API group "[^"]*" at the cluster scope/

/** What a deployment adds to the names of its pods. */
const suffixes = /-[a-z0-9]{7,10}-[a-z0-9]{5}(?=-|$)/g

const checksOf = ({ tasks }: AnswerResult) =>
  new Map(
    tasks.flatMap(({ id, checks }) =>
      checks.map(check => [`${id} ${check.id.replace(suffixes, '')}`, check] as const),
    ),
  )

/** A right answer passes, a wrong one fails and is told why. */
function endTroubles(play: Play, { outcome, tasks }: AnswerResult, own: AnswerResult): string[] {
  if (isAboutPlugIn(play) || isOnlyUntried(own)) return []
  if (play.expected) {
    const missing = missingExplanation(play.expected, tasks)
    if (outcome === 'failed') return missing === undefined ? [] : [missing]
    return [`should fail, but ${outcome}`]
  }
  if (outcome === 'passed') return []
  return tasks.flatMap(({ id, checks }) =>
    checks
      .filter(check => check.outcome !== 'passed')
      .map(
        check =>
          `${id} ${check.id} ${check.outcome} (${check.computed}, ${check.observed}): ${render(check.message)}`,
      ),
  )
}

/** Only the flow log says that nobody tried, and a real cluster keeps none. */
const isOnlyUntried = ({ outcome, tasks }: AnswerResult): boolean =>
  outcome === 'failed' &&
  tasks.every(({ checks }) => checks.every(check => check.outcome === 'passed' || check.kind === 'tried'))

/** A network plug-in's own pods are another's on another cluster. */
const isPlugInsPod = /-kube-system-(?!coredns)/

const isSeen = ({ observed }: CheckResult) => observed !== undefined && observed !== 'unobserved'
const gotThrough = ({ observed }: CheckResult) => observed === 'connected' || observed === 'refused'

function compareChecks(
  own: ReadonlyMap<string, CheckResult>,
  real: ReadonlyMap<string, CheckResult>,
  play: Play,
): Pick<Comparison, 'flows' | 'troubles'> {
  const flows = { equal: 0, computedOnly: 0, differ: 0 }
  const troubles: string[] = []
  for (const [key, one] of own) {
    if (one.computed === undefined || isPlugInsPod.test(key)) continue
    const other = real.get(key)
    const computed = other?.computed === one.computed
    // Where a busy machine let an embedded probe time out, it tells nothing.
    const observed =
      other !== undefined && isSeen(one) && isSeen(other) && gotThrough(one) === (one.computed === 'allowed')
    if (!computed || (observed && gotThrough(one) !== gotThrough(other))) {
      flows.differ++
      if (!isAboutPlugIn(play))
        troubles.push(
          `${key}: embedded ${one.computed}/${one.observed}, here ${other ? `${other.computed}/${other.observed}` : 'not asked'}`,
        )
    } else if (observed) flows.equal++
    else flows.computedOnly++
  }
  return { flows, troubles }
}
