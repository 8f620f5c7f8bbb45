import { createClient } from '../client'
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
import { type Cell, isThere } from './cells'
import { changesSince } from './changes'
import { agrees, flowResult } from './checks/flow'
import { possibleId, possibleResults } from './checks/possible'
import { requirementResults } from './checks/requirement'
import { checkResults } from './checks/results'
import { missingRoles, rolesOf } from './checks/roles'
import { sideFlows } from './checks/side'
import { cellId, cellsOf } from './checks/truth-table'
import type { ClusterState } from './cluster-state'
import { shownFlow } from './explain'
import { mistakesOf, smallestEditOf } from './mistakes'
import { outcomeOf } from './outcome'
import { type Plan, planIntent } from './plan'
import { probeFor } from './probes/connect'
import { createProber, type Observation, type Prober } from './probes/prober'
import { flowBetween, isAsExpected } from './proof/judge'
import { addressOf, createWorld, type World } from './proof/world'
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
  const client = createClient(sandbox.graderAccess)
  try {
    const state = await settledState(client, patience, signal)
    const statements = task.intent ? parseStatements(task.intent, roles) : []
    const world = createWorld({ exercise, start, state, statements })
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
    const groups = await Promise.all([
      missingRoles(world, roles, rolesOf(start, roles)).map(told),
      flowResults(plan?.cells ?? [], { world, prober, capabilities: request.capabilities }, told),
      plan ? possibleResults(plan.beyond, world.after).map(told) : [],
      Promise.all(task.checks.map(async check => (await checkResults(check, context)).map(told))).then(
        results => results.flat(),
      ),
    ])
    const found = groups.flat()
    const checks = [
      ...requirementResults(task.requirements, found, plan?.broken ?? new Set()).map(told),
      ...found,
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

/** Tries every cell that can be tried, all at once. */
async function flowResults(
  cells: readonly Cell[],
  { world, prober, capabilities }: { world: World; prober: Prober; capabilities: Capabilities },
  told: (result: CheckResult) => CheckResult,
): Promise<CheckResult[]> {
  const isTriable = ({ from, to, port }: Cell) =>
    from.origin === 'running' &&
    isThere(to) &&
    (capabilities.externalHosts || to.pod !== undefined) &&
    probeFor('127.0.0.1', port, 1) !== undefined
  const first = cells.find(isTriable)
  const canary = first && prober.canary(first.from)
  const { after } = world
  const observations = cells.map(cell => (isTriable(cell) ? observe(cell, world, prober) : undefined))
  const isStopped = async ({ from, to, port }: Cell, index: number) =>
    (await observations[index])?.observed === 'dropped' && !after.verdict(flowBetween(from, to, port)).allowed
  return Promise.all(
    cells.map(async (cell, index) => {
      const observation = await observations[index]
      const early = flowResult(cell, { after, observation, canary: await canary, enforced: true })
      if (early.outcome !== 'inconclusive') return told(early)
      const enforced = (await Promise.all(cells.map(isStopped))).some(Boolean)
      return told(flowResult(cell, { after, observation, canary: await canary, enforced }))
    }),
  )
}

function observe({ from, to, port }: Cell, world: World, prober: Prober): Promise<Observation> {
  const ip = addressOf(to) ?? ''
  const computed = world.after.verdict(flowBetween(from, to, port)).allowed
  return prober.observe(
    from,
    timeout => probeFor(ip, port, timeout) ?? { command: ['true'], observed: () => 'unobserved' },
    observed => observed !== 'unobserved' && agrees(observed, computed),
  )
}
