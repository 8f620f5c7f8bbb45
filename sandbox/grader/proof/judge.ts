import { createExpectations, type Expectation, type Statement } from '../../exercise'
import type { Endpoint, Flow, MatrixPort } from '../../netpol'
import type { ExpectedFlow } from '../../netpol/mistakes'
import { pace } from '../../process'
import { nameOf } from './distinct'
import type { Party, World } from './world'

/** A flow that is not as the exercise expects. */
export type Counterexample = {
  from: Party
  to: Party
  port: MatrixPort
  expectation: Expectation
  computed: boolean
}

export type Judgement = {
  /** One of each sort, the most telling first. */
  counterexamples: Counterexample[]
  /** For each remark that applies, one open flow. */
  remarks: { statement: Statement; from: Party; to: Party; port: MatrixPort }[]
}

export const flowBetween = (from: Party, to: Party, { port, protocol }: MatrixPort): Flow => ({
  from: from.endpoint,
  to: to.endpoint,
  port,
  protocol,
})

/**
 * Asks the engine for every flow of a world, one of each sort, and compares with what the exercise expects. A pod to
 * itself and flows that touch no pod are never judged.
 */
export async function judge(
  world: World,
  statements: readonly Statement[],
  signal?: AbortSignal,
): Promise<Judgement> {
  const failing = new Map<string, Counterexample>()
  const remarked = new Map<Statement, Judgement['remarks'][number]>()
  await eachFlow(world, { statements, parties: world.telling, ports: world.ports, signal }, example => {
    const { from, to, port, expectation, computed } = example
    if (expectation.verdict === 'either') {
      const { statement } = expectation
      if (computed && statement && !remarked.has(statement))
        remarked.set(statement, { statement, from, to, port })
      return
    }
    if (computed === (expectation.verdict === 'allowed')) return
    const sort = sortOf(expectation, from, to)
    const known = failing.get(sort)
    if (!known || rank(example) < rank(known)) failing.set(sort, example)
  })
  return {
    counterexamples: [...failing.values()].sort((one, other) => rank(one) - rank(other)),
    remarks: [...remarked.values()],
  }
}

/**
 * Of each sort of flow that must be open or closed one that is right, between parties that stand for the others, and
 * one that is wrong: what was meant, in short.
 */
export async function samplesOf(
  world: World,
  statements: readonly Statement[],
  signal?: AbortSignal,
): Promise<ExpectedFlow[]> {
  const samples = new Map<string, ExpectedFlow>()
  const among = { statements, parties: world.typical, ports: world.usualPorts, signal }
  await eachFlow(world, among, ({ from, to, port, expectation, computed }) => {
    if (expectation.verdict === 'either') return
    const expected = expectation.verdict === 'allowed'
    const which = computed === expected ? '' : port.protocol
    const sample = `${sortOf(expectation, from, to)}|${computed}|${which}`
    if (!samples.has(sample)) samples.set(sample, { flow: flowBetween(from, to, port), expected })
  })
  return [...samples.values()]
}

type Among = {
  statements: readonly Statement[]
  parties: readonly Party[]
  ports: readonly MatrixPort[]
  signal?: AbortSignal
}

/** Tells of every flow that the exercise has something to say about; most ports of a pair are alike, and told once. */
async function eachFlow(
  world: World,
  { statements, parties, ports, signal }: Among,
  tell: (example: Counterexample) => void,
): Promise<void> {
  const expectations = createExpectations(statements)
  for (const from of parties) {
    // A crowded namespace must not keep the other sandboxes' learners waiting.
    await pace()
    signal?.throwIfAborted()
    for (const example of flowsFrom(world, from, { expectations, parties, ports })) tell(example)
  }
}

/** Is every flow as the exercise expects? At once: for whoever tries many worlds. */
export function isAsExpected(world: World, statements: readonly Statement[]): boolean {
  const among = { expectations: createExpectations(statements), parties: world.telling, ports: world.ports }
  for (const from of world.telling)
    for (const { expectation, computed } of flowsFrom(world, from, among))
      if (expectation.verdict !== 'either' && computed !== (expectation.verdict === 'allowed')) return false
  return true
}

function* flowsFrom(
  world: World,
  from: Party,
  {
    expectations,
    parties,
    ports,
  }: Pick<Among, 'parties' | 'ports'> & { expectations: ReturnType<typeof createExpectations> },
): Iterable<Counterexample> {
  for (const to of parties) {
    if (from === to || (isAddress(from.endpoint) && isAddress(to.endpoint))) continue
    const pair = expectations(from.identity, to.identity)
    if (!pair.named && isUntouched(world, from, to)) continue
    const seen = new Map<Statement | undefined, number>()
    for (const port of ports) {
      const flow = flowBetween(from, to, port)
      const expectation = pair.of(port, () => world.before.verdict(flow).allowed)
      if (expectation.source === 'ignore') continue
      const computed = world.after.verdict(flow).allowed
      const known = seen.get(expectation.statement) ?? 0
      const alike = alikeness(expectation.verdict, computed, port)
      if (known & alike) continue
      seen.set(expectation.statement, known | alike)
      yield { from, to, port, expectation, computed }
    }
  }
}

const protocols = ['TCP', 'UDP', 'SCTP'] as const
const verdicts = ['either', 'allowed', 'blocked'] as const

/** A bit for what is right, and one a protocol for what is wrong: mending one says nothing of the other. */
function alikeness(verdict: Expectation['verdict'], computed: boolean, { protocol }: MatrixPort): number {
  const isWrong = verdict !== 'either' && computed !== (verdict === 'allowed')
  return isWrong
    ? 1 << (8 + 4 * verdicts.indexOf(verdict) + protocols.indexOf(protocol))
    : 1 << (2 * verdicts.indexOf(verdict) + Number(computed))
}

/** Nobody isolates either end, then or now: every port between them is open and was. */
function isUntouched({ before, after, ports: [port] }: World, from: Party, to: Party): boolean {
  if (!port) return true
  const flow = flowBetween(from, to, port)
  return [before, after].every(model => {
    const { egress, ingress } = model.verdict(flow)
    return !egress.isolated && !ingress.isolated
  })
}

const isAddress = (endpoint: Endpoint) => 'ip' in endpoint

const sortOf = ({ verdict, source, statement }: Expectation, from: Party, to: Party): string =>
  [verdict, source, statement?.text ?? '', nameOf(from), nameOf(to)].join('|')

/** What the exercise asks for by name comes before the frame, running pods before possible ones. */
const sources = ['allow', 'block', 'frame', 'remark', 'ignore']
const origins = ['running', 'another', 'unlabelled', 'lookalike', 'stranger', 'address', 'named']

function rank({ expectation, from, to }: Counterexample): number {
  const strangeness = origins.indexOf(from.origin) + origins.indexOf(to.origin)
  return strangeness * sources.length + sources.indexOf(expectation.source)
}
