import { gradeAnswer } from '@/bin/grade/grade-answer'
import type { AnswerResult } from '@/bin/grade/report'
import { missingExplanation } from '@/bin/lint/explanation'
import { render } from '@/messages'
import type { CheckResult } from '@/sandbox/exercise'
import { grade } from '@/sandbox/grader/grade'
import { shortId } from '@/sandbox/kubernetes/record'
import { type SandboxProvider, SandboxTrouble } from '@/sandbox/provider'
import type { Play } from './plays'
import { type Times, timedGrade, timedProvider } from './timed'

/** What came of one answer on both clusters. */
export type Comparison = {
  lesson: string
  name: string
  milliseconds: number
  /** On the real cluster. */
  times: Times
  /** The cluster refuses a learner what it does: nothing is compared. */
  isRefused?: boolean
  /** Nothing could be told the first time, so it was played once more. */
  isSecond?: boolean
  /** Verdicts that both gave, by how they compare. */
  flows: { equal: number; computedOnly: number; differ: number }
  /** What is not as it should be, in words. */
  troubles: string[]
  /** What could not be told, and why: a busy machine's doing, and nobody's verdict. */
  untold: Untold
}

/** By the check that could not be told, or by what failed. */
export type Untold = ReadonlyMap<string, string>

/** The lesson is about the network plug-in itself, which a real cluster has as it is. */
const isAboutPlugIn = ({ lesson }: Play) => lesson.exercise.cni === 'flannel'

/**
 * Plays an answer on both clusters, once more where the real one could not tell everything. What it cannot tell twice of
 * the same flow is no chance.
 */
export async function compare(play: Play, clusters: Clusters): Promise<Comparison> {
  const first = await compareOnce(play, clusters)
  if (first.untold.size === 0) return first
  const second = await compareOnce(play, clusters)
  const again = [...second.untold].filter(([key]) => first.untold.has(key) && key.includes(' '))
  const { flows } = second
  return {
    ...second,
    isSecond: true,
    flows: { ...flows, computedOnly: flows.computedOnly - again.length, differ: flows.differ + again.length },
    troubles: [...second.troubles, ...again.map(([key, why]) => `twice ${key}: ${why}`)],
  }
}

/** The id is of the sandbox on the real cluster. */
export type Clusters = { real: SandboxProvider; embedded: SandboxProvider; id: string }

async function compareOnce(play: Play, { real, embedded, id }: Clusters): Promise<Comparison> {
  const { lesson, answer, task, name } = play
  const begun = Date.now()
  const times: Times = { starts: [], gradings: [] }
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
  if (own.status === 'rejected') throw own.reason
  const base = {
    ...{ lesson: lesson.number, name, times, milliseconds: Date.now() - begun },
    flows: { equal: 0, computedOnly: 0, differ: 0 },
  }
  if (there.status === 'rejected') {
    const { reason } = there
    const failed = `failed: ${(reason as Error).message}`
    return reason instanceof SandboxTrouble && reason.isPassing
      ? { ...base, troubles: [], untold: new Map([['start', failed]]) }
      : { ...base, troubles: [failed], untold: new Map() }
  }
  // Check ids and explanations name namespaces.
  const translated = JSON.parse(JSON.stringify(there.value).replaceAll(`-${shortId(id)}`, '')) as AnswerResult
  const { flows, troubles, untold } = compareChecks(checksOf(own.value), checksOf(translated), play)
  const ended = endTroubles(play, translated, own.value)
  const late = lateOf(own.value, translated)
  if (late) return { ...base, troubles: [], untold: new Map([['pods', late]]) }
  if (ended.length + troubles.length + untold.size > 0 && ofEverybody.test(printed))
    return { ...base, isRefused: true, troubles: [], untold: new Map() }
  const isUntold = translated.outcome === 'inconclusive' || (play.expected && untold.size > 0)
  if (ended.length > 0 && isUntold) untold.set('end', ended.join('; '))
  else troubles.unshift(...ended)
  if (troubles.length > 0 && printed) troubles.push(...headOf(printed))
  return { ...base, flows, troubles, untold }
}

/** Pods that the answer makes, and that were not Ready when they were looked at, here alone. */
function lateOf(own: AnswerResult, real: AnswerResult): string | undefined {
  const unready = ({ tasks }: AnswerResult) =>
    tasks.flatMap(({ checks }) => checks).filter(({ message }) => message.id === 'grader.resource.unready')
  const known = new Set(unready(own).map(({ id }) => id))
  const late = unready(real).filter(({ id }) => !known.has(id))
  return late.length > 0 ? late.map(({ message }) => render(message)).join(' ') : undefined
}

const headOf = (printed: string): string[] =>
  printed
    .trimEnd()
    .split('\n')
    .slice(0, 6)
    .map(line => `| ${line}`)

/** Some answers are about what is everybody's, which a learner on a shared cluster may not touch: they need not end as here. */
const ofEverybody =
  /cannot \w+ resource "\w+" in API group "[^"]*" (at the cluster scope|in the namespace "kube-system")/

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
const isPlugInsPod = /[- ]kube-system-(?!coredns)/

const isSeen = ({ observed }: CheckResult) => observed !== undefined && observed !== 'unobserved'
const gotThrough = ({ observed }: CheckResult) => observed === 'connected' || observed === 'refused'

/** Which of the pods that could come is told, and as which, differs: on one cluster there are namespaces more. */
const isAnotherExample = (one: CheckResult, other: CheckResult | undefined): boolean =>
  one.kind === 'possible' && (other === undefined || endsOf(one) !== endsOf(other))
const endsOf = ({ flow }: CheckResult) =>
  flow && `${flow.from.label} ${flow.to.label} ${flow.port}/${flow.protocol}`

function compareChecks(
  own: ReadonlyMap<string, CheckResult>,
  real: ReadonlyMap<string, CheckResult>,
  play: Play,
): Pick<Comparison, 'flows' | 'troubles'> & { untold: Map<string, string> } {
  const flows = { equal: 0, computedOnly: 0, differ: 0 }
  const troubles: string[] = []
  const untold = new Map<string, string>()
  for (const [key, other] of real)
    if (other.outcome === 'inconclusive' && !isPlugInsPod.test(key)) untold.set(key, render(other.message))
  for (const [key, one] of own) {
    const other = real.get(key)
    if (one.computed === undefined || isPlugInsPod.test(key) || isAnotherExample(one, other)) continue
    const computed = other?.computed === one.computed
    // Where a busy machine let a probe time out, it tells nothing.
    const observed =
      other !== undefined && isSeen(one) && isSeen(other) && gotThrough(one) === (one.computed === 'allowed')
    const isOtherwise = observed && gotThrough(one) !== gotThrough(other)
    if (computed && isOtherwise && !isAboutPlugIn(play)) {
      flows.computedOnly++
      if (!untold.has(key)) untold.set(key, `computed ${other.computed}, seen ${other.observed}`)
    } else if (!computed || isOtherwise) {
      flows.differ++
      if (!isAboutPlugIn(play))
        troubles.push(
          `${key}: embedded ${one.computed}/${one.observed}, here ${other ? `${other.computed}/${other.observed}` : 'not asked'}`,
        )
    } else if (observed) flows.equal++
    else flows.computedOnly++
  }
  return { flows, troubles, untold }
}
