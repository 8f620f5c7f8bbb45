import { type Check, type Expectation, isMeant, parseFlow, type Role, type Statement } from '../exercise'
import type { ExpectedFlow } from '../netpol/mistakes'
import { type Cell, cellId, cellsToShow, isThere } from './cells'
import type { ClusterState } from './cluster-state'
import { type Counterexample, flowBetween, type Judgement, judge, samplesOf } from './proof/judge'
import type { Party, World } from './proof/world'

/** What a task's intent comes to: the cells to show and try, and what is wrong beyond them. */
export type Plan = {
  cells: Cell[]
  /** Flows of those who do not run that are not as expected. */
  beyond: Counterexample[]
  /** Requirements with a flow, of whomever, that is not as they say. */
  broken: ReadonlySet<string>
  remarks: Judgement['remarks']
  /** What was meant, in short, for the search for mistakes. */
  meant: readonly ExpectedFlow[]
}

/** Counterexamples that are shown beside the usual cells, among running and among possible pods each. */
const mostSurprises = 3

export async function planIntent(
  world: World,
  statements: readonly Statement[],
  {
    namespace,
    state,
    roles,
    checks,
    signal,
  }: {
    namespace: string
    state: ClusterState
    roles: Readonly<Record<string, Role>>
    checks: readonly Check[]
    signal?: AbortSignal
  },
): Promise<Plan> {
  const { counterexamples, remarks } = await judge(world, statements, signal)
  const samples = counterexamples.length > 0 ? await samplesOf(world, statements, signal) : []
  const shown = cellsToShow(world, statements, { namespace, services: state.services }).filter(
    cell => !isAnswered(cell, checks, roles),
  )
  const told = new Set(shown.filter(cell => isWrong(world, cell)).map(pairOf))
  const untold = counterexamples.filter(example => !told.has(pairOf(example)))
  // Where plain cells fail, one example of what else does is enough.
  const most = told.size > 0 ? 1 : mostSurprises
  const shownFor = new Set(shown.filter(cell => isWrong(world, cell)).flatMap(requirementOf))
  return {
    cells: [
      ...shown,
      ...untold
        .filter(isAmongRunning)
        .slice(0, told.size > 0 ? 0 : most)
        .map(asCell),
    ],
    beyond: examples(
      untold.filter(example => !isAmongRunning(example)),
      most,
      shownFor,
    ),
    broken: new Set(counterexamples.flatMap(requirementOf)),
    remarks,
    // The wrong ones themselves, whose ports may be none that comes to mind.
    meant: [...shown.map(meantBy), ...samples, ...untold.map(meantBy)],
  }
}

const requirementOf = ({ expectation }: { expectation: Expectation }): string[] =>
  expectation.statement?.requirement === undefined ? [] : [expectation.statement.requirement]

/** The first few, and one for each broken requirement that nothing else shows. */
function examples(
  found: readonly Counterexample[],
  most: number,
  shownFor: ReadonlySet<string>,
): Counterexample[] {
  const seen = new Set(shownFor)
  return found.filter((example, index) => {
    const isNews = requirementOf(example).some(id => !seen.has(id))
    for (const id of requirementOf(example)) seen.add(id)
    return index < most || isNews
  })
}

const meantBy = ({ from, to, port, expectation }: Omit<Cell, 'id'>): ExpectedFlow => ({
  flow: flowBetween(from, to, port),
  expected: expectation.verdict === 'allowed',
})

const pairOf = ({ from, to }: { from: Party; to: Party }) => `${from.label} ${to.label}`
const isAmongRunning = ({ from, to }: Counterexample) => from.origin === 'running' && isThere(to)
const asCell = ({ from, to, port, expectation }: Counterexample): Cell => ({
  id: cellId(from, to, port),
  from,
  to,
  port,
  expectation,
})

function isWrong(world: World, { from, to, port, expectation }: Cell): boolean {
  return world.after.verdict(flowBetween(from, to, port)).allowed !== (expectation.verdict === 'allowed')
}

/** An `answers` check asks more of the same flow. */
function isAnswered(
  { from, to, port }: Cell,
  checks: readonly Check[],
  roles: Readonly<Record<string, Role>>,
): boolean {
  return checks.some(check => {
    if (check.kind !== 'answers') return false
    const flow = parseFlow(check.flow, roles)
    return (
      flow.ports !== 'every' &&
      flow.ports.port === port.port &&
      flow.ports.protocol === port.protocol &&
      flow.from.some(end => isMeant(end, from.identity)) &&
      flow.to.some(end => isMeant(end, to.identity))
    )
  })
}
