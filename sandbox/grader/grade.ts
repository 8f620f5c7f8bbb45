import {
  type CheckResult,
  type Exercise,
  exerciseOf,
  type GradingEvent,
  statements as parseStatements,
  type Role,
  type Task,
  type TaskResult,
} from '../exercise'
import type { Capabilities, Sandbox } from '../provider'
import { changesSince } from './changes'
import { possibleId, possibleResults } from './checks/possible'
import { requirementResults } from './checks/requirement'
import { checkResults } from './checks/results'
import { missingRoles, rolesOf } from './checks/roles'
import { sideFlows } from './checks/side'
import { cellId, cellsOf } from './checks/truth-table'
import type { ClusterState } from './cluster-state'
import { removeLeftovers } from './counterexample/remove'
import { tryCounterexample } from './counterexample/try'
import { shownFlow } from './explain'
import { mistakesOf, smallestEditOf } from './mistakes'
import { outcomeOf } from './outcome'
import { type Plan, planIntent } from './plan'
import { withoutPlatformLabels } from './platform-labels'
import { createProber } from './probes/prober'
import { tryCells } from './probes/try-cells'
import { isAsExpected } from './proof/judge'
import { createWorld } from './proof/world'
import { deniesGone, remarksOf } from './remarks'
import { settledState } from './settle'

export type GradeRequest = {
  sandbox: Sandbox
  capabilities: Capabilities
  exercise: Exercise
  task: string
  /** What was chosen or typed: by check id, and by `<check>/<cell>` for truth tables. */
  answers?: Readonly<Record<string, string>>
  /** The flow log's sequence at the task's start, for `tried`. */
  since: number
  signal?: AbortSignal
  onEvent?: (event: GradingEvent) => void
}

export type Grade = (request: GradeRequest) => Promise<TaskResult>

/** Milliseconds to wait for pods that are on their way. */
const patience = 10_000

/**
 * Grades one task by the sandbox's Kubernetes API alone. The engine judges the intent over everybody who runs or
 * could come; each cell that begins in a running pod is tried from a container of the grader's own. Rejects when
 * there is no such task, when the API does not answer, and with the signal's reason.
 */
export const grade: Grade = async request => {
  const { sandbox, signal } = request
  const exercise = exerciseOf(request.exercise, request.task)
  const [task] = exercise?.tasks ?? []
  if (!exercise || !task) throw new Error(`This exercise has no task "${request.task}".`)
  const { namespace, roles, start } = exercise
  const client = sandbox.asGrader()
  try {
    await removeLeftovers(client, signal)
    const found = await settledState(client, patience, signal)
    const state = withoutPlatformLabels(found)
    const wire = { wall: sandbox.wall ?? [], namespaces: found.namespaces }
    const statements = task.intent ? parseStatements(task.intent, roles) : []
    const world = createWorld({ exercise, start, state, statements, wire })
    const plan = task.intent
      ? await planIntent(world, statements, { namespace, state, roles, checks: task.checks, signal })
      : undefined
    request.onEvent?.({ type: 'planned', task: task.id, checks: announce(plan, task, roles) })

    const prober = createProber(client, request.capabilities, signal)
    const told = (result: CheckResult) => {
      request.onEvent?.({ type: 'checked', task: task.id, result })
      return result
    }
    const context = {
      ...{ roles, state, world, prober, client, signal },
      capabilities: request.capabilities,
      flows: sandbox.flows,
      since: request.since,
      answers: request.answers ?? {},
    }
    const [missing, flows, own] = await Promise.all([
      missingRoles(world, roles, rolesOf(start, roles)).map(told),
      tryCells(plan?.cells ?? [], context, told),
      Promise.all(task.checks.map(async check => (await checkResults(check, context)).map(told))).then(
        results => results.flat(),
      ),
    ])
    const running = [...missing, ...flows, ...own.filter(({ flow }) => flow)]
    const isOnlyPossible = running.every(({ outcome }) => outcome === 'passed')
    const tried = plan && isOnlyPossible ? await tryCounterexample(plan.beyond, context) : undefined
    const possible = plan ? possibleResults(plan.beyond, world.after, tried).map(told) : []
    const results = [...missing, ...flows, ...possible, ...own]
    const checks = [
      ...requirementResults(task.requirements, results, plan?.broken ?? new Set()).map(told),
      ...results,
    ]
    const meant = plan ? [...plan.meant, ...sideFlows(task.checks, world, roles)] : []
    const isRight = (changed: ClusterState) =>
      isAsExpected(createWorld({ exercise, start, state: changed, statements }), statements)
    const outcome = outcomeOf(checks)
    const edit = plan && outcome === 'failed' ? smallestEditOf(meant, world, { state, isRight }) : undefined
    const result: TaskResult = {
      id: task.id,
      outcome,
      checks,
      remarks: [
        ...remarksOf(plan?.remarks ?? []),
        ...(plan ? deniesGone(world.policiesBefore, state.networkPolicies) : []),
      ],
      mistakes: plan ? mistakesOf(meant, world, { state, roles }) : [],
      ...(edit && { smallestEdit: edit }),
      changes: changesSince(world, plan?.cells ?? []),
    }
    request.onEvent?.({ type: 'graded', task: task.id, result })
    return result
  } finally {
    client.dispose()
  }
}

/** What will be checked, so that a page can show it while it fills in. */
function announce(
  plan: Plan | undefined,
  { requirements, checks }: Task,
  roles: Readonly<Record<string, Role>>,
) {
  return [
    ...requirements.map(({ id }) => ({ id })),
    ...(plan?.cells ?? []).map(({ id, from, to, port }) => ({ id, flow: shownFlow(from, to, port) })),
    ...(plan ? [{ id: possibleId }] : []),
    ...checks.flatMap(check =>
      check.kind === 'truth-table'
        ? cellsOf(check, roles).map(cell => ({ id: cellId(check, cell) }))
        : [{ id: check.id }],
    ),
  ]
}
