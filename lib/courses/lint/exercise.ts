import {
  type About,
  type Exercise,
  FlowTextError,
  parseCell,
  parseFlow,
  reservedEnds,
  type StartObject,
  statements,
} from '@/sandbox/exercise'
import type { Lesson } from '../lesson'
import type { ContentProblem } from '../problem'

/** Flows and roles that nothing stands behind. */
export function exerciseProblems(file: string, { exercise }: Lesson): ContentProblem[] {
  const problems: ContentProblem[] = []
  const say = (message: string) => problems.push({ file, message })
  const rolesProblems = (where: string, roles: Exercise['roles'], starts: readonly Exercise['start'][]) => {
    for (const [name, role] of Object.entries(roles)) {
      if ((reservedEnds as readonly string[]).includes(name))
        say(`${where}.${name}: this word stands for an end of a flow; choose another name`)
      if (
        !role.possible &&
        starts.some(start => start.length > 0 && !start.some(object => isPlayedBy(object, role)))
      )
        say(`${where}.${name}: no pod of start/ has exactly these labels in namespace ${role.namespace}`)
    }
  }
  const startOf = (task: Exercise['tasks'][number]) => task.start ?? exercise.start

  rolesProblems('roles', exercise.roles, exercise.tasks.map(startOf))
  try {
    if (exercise.prediction) parseFlow(exercise.prediction.flow, exercise.roles)
  } catch (error) {
    if (!(error instanceof FlowTextError)) throw error
    say(`prediction: ${error.message}`)
  }
  for (const namespace of exercise.hiddenPolicies)
    if (!hasNamespace(exercise, namespace))
      say(`hiddenPolicies: no start has a namespace "${namespace}", so there is nothing to hide`)
  const ids = new Set<string>()
  for (const task of exercise.tasks) {
    if (ids.has(task.id)) say(`tasks: two tasks are called ${task.id}`)
    ids.add(task.id)
    const roles = { ...exercise.roles, ...task.roles }
    rolesProblems(`tasks.${task.id}.roles`, task.roles ?? {}, [startOf(task)])
    if (!task.intent && task.checks.length === 0) say(`tasks.${task.id}: it has neither an intent nor checks`)
    const checkIds = [...task.requirements, ...task.checks].map(({ id }) => id)
    if (new Set(checkIds).size < checkIds.length)
      say(`tasks.${task.id}: two checks or requirements have the same id`)
    try {
      if (task.intent) statements(task.intent, roles)
      for (const check of task.checks) {
        if ('flow' in check) parseFlow(check.flow, roles)
        if (check.kind === 'truth-table') for (const cell of check.cells) parseCell(cell, roles)
        if (check.kind === 'answer')
          for (const problem of aboutProblems(check.about, roles))
            say(`tasks.${task.id}.checks.${check.id}: ${problem}`)
        if (check.kind === 'resolve' && !Object.hasOwn(roles, check.from))
          say(`tasks.${task.id}.checks.${check.id}: there is no role "${check.from}"`)
      }
    } catch (error) {
      if (!(error instanceof FlowTextError)) throw error
      say(`tasks.${task.id}: ${error.message}`)
    }
  }
  return problems
}

/** Roles that a question names and nobody has; its flow is parsed like any other. */
function aboutProblems(about: About, roles: Readonly<Record<string, unknown>>): string[] {
  if ('flow' in about) parseFlow(about.flow, roles)
  const named = ['pod', 'from', 'to'].flatMap(key => {
    const value = about[key as keyof About]
    return value === undefined ? [] : [value]
  })
  return named.filter(role => !Object.hasOwn(roles, role)).map(role => `there is no role "${role}"`)
}

const hasNamespace = ({ start, tasks }: Exercise, wanted: string) =>
  [start, ...tasks.map(task => task.start ?? [])]
    .flat()
    .some(({ kind, metadata }) => kind === 'Namespace' && metadata?.name === wanted)

function isPlayedBy(
  { kind, metadata }: StartObject,
  { namespace, labels }: { namespace: string; labels: Record<string, string> },
): boolean {
  const sorted = (record: Record<string, string> = {}) => JSON.stringify(Object.entries(record).sort())
  return kind === 'Pod' && metadata?.namespace === namespace && sorted(metadata.labels) === sorted(labels)
}
