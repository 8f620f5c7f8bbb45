import { render } from '@/messages'
import type { CheckResult, Outcome, TaskResult } from '@/sandbox/exercise'

export type AnswerResult = { answer: string; outcome: Outcome; tasks: readonly TaskResult[] }

/** One line of `--json`. */
export function jsonLine({ answer, outcome, tasks }: AnswerResult): string {
  const mistakes = new Map(
    tasks.flatMap(task => task.mistakes).map(mistake => [JSON.stringify(mistake), mistake]),
  )
  return JSON.stringify({
    answer,
    outcome,
    tasks: tasks.map(({ id, outcome: result, checks, remarks, changes, smallestEdit }) => ({
      id,
      outcome: result,
      checks: checks.map(check => ({ ...check, sentence: render(check.message) })),
      remarks,
      changes,
      ...(smallestEdit && { edit: smallestEdit }),
    })),
    mistakes: [...mistakes.values()],
  })
}

const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', inconclusive: '?' }

/** The same for people: what passed is counted, what did not is told in full. */
export function humanText({ answer, outcome, tasks }: AnswerResult): string {
  const lines = [`${answer}: ${outcome}`]
  for (const task of tasks) {
    const passed = task.checks.filter(check => check.outcome === 'passed').length
    lines.push(
      `  ${marks[task.outcome]} ${task.id}: ${task.outcome} (${passed} of ${task.checks.length} checks)`,
    )
    for (const check of task.checks.filter(one => one.outcome !== 'passed')) lines.push(...checkLines(check))
    for (const mistake of task.mistakes) lines.push(`    ! ${mistake.policy}: ${render(mistake.message)}`)
    for (const remark of task.remarks) lines.push(`    - ${render(remark)}`)
  }
  return `${lines.join('\n')}\n`
}

function checkLines(check: CheckResult): string[] {
  const { flow, expected, computed, observed } = check
  const verdicts = expected
    ? ` (expected ${expected}, computed ${computed ?? '-'}, observed ${observed ?? '-'})`
    : ''
  const what = flow ? `${flow.from.label} -> ${flow.to.label}:${flow.port}/${flow.protocol}` : check.id
  return [
    `    ${marks[check.outcome]} ${what}${verdicts}`,
    `      ${render(check.message)}`,
    ...(check.details ?? []).map(detail => `      ${render(detail)}`),
    ...(check.try === undefined ? [] : [`      try: ${check.try}`]),
  ]
}
