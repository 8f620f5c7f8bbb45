import { createExpectations, type Expectation, type Statement } from '../../exercise'
import type { Endpoint, Flow, MatrixPort } from '../../netpol'
import type { ExpectedFlow } from '../../netpol/mistakes'
import { pace } from '../../process'
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
  /** Of each sort of flow that must be open or closed one, right or wrong: what was meant, in short. */
  samples: ExpectedFlow[]
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
 * Asks the engine for every flow of a world and compares with what the exercise expects. A pod to itself and flows
 * that touch no pod are never judged.
 */
export async function judge(
  world: World,
  statements: readonly Statement[],
  signal?: AbortSignal,
): Promise<Judgement> {
  const expectations = createExpectations(statements)
  const failing = new Map<string, Counterexample>()
  const samples = new Map<string, ExpectedFlow>()
  const remarked = new Map<Statement, Judgement['remarks'][number]>()
  for (const from of world.parties) {
    // A crowded namespace must not keep the other sandboxes' learners waiting.
    await pace()
    signal?.throwIfAborted()
    for (const to of world.parties) {
      if (from === to || (isAddress(from.endpoint) && isAddress(to.endpoint))) continue
      const pair = expectations(from.identity, to.identity)
      if (!pair.named && isUntouched(world, from, to)) continue
      const seen = new Set<string>()
      for (const port of world.ports) {
        const flow = flowBetween(from, to, port)
        const expectation = pair.of(port, () => world.before.verdict(flow).allowed)
        if (expectation.source === 'ignore') continue
        const computed = world.after.verdict(flow).allowed
        if (expectation.verdict === 'either') {
          const { statement } = expectation
          if (computed && statement && !remarked.has(statement))
            remarked.set(statement, { statement, from, to, port })
          continue
        }
        const expected = expectation.verdict === 'allowed'
        // Most ports of a pair are alike; the longer names below are made for those that are not.
        const alike = `${expectation.statement?.text ?? ''}|${expected}|${computed}`
        if (seen.has(alike)) continue
        seen.add(alike)
        const sort = sortOf(expectation, from, to)
        const sample = `${sort}|${computed}`
        if (!samples.has(sample) && (computed !== expected || isTypical(from, to)))
          samples.set(sample, { flow, expected })
        if (computed !== expected && !failing.has(sort))
          failing.set(sort, { from, to, port, expectation, computed })
      }
    }
  }
  return {
    counterexamples: [...failing.values()].sort((one, other) => rank(one) - rank(other)),
    samples: [...samples.values()],
    remarks: [...remarked.values()],
  }
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

function sortOf({ verdict, source, statement }: Expectation, from: Party, to: Party): string {
  const who = ({ origin, identity }: Party) =>
    `${origin}:${identity.kind === 'pod' ? `${identity.namespace}:${identity.role ?? ''}` : ''}`
  return [verdict, source, statement?.text ?? '', who(from), who(to)].join('|')
}

/** Right flows of these stand for what a mended policy must not harm; more would only take time. */
const typical: readonly Party['origin'][] = ['running', 'another', 'unlabelled', 'lookalike', 'address']
const isTypical = (from: Party, to: Party) => typical.includes(from.origin) && typical.includes(to.origin)

/** What the exercise asks for by name comes before the frame, running pods before possible ones. */
const sources = ['allow', 'block', 'frame', 'remark', 'ignore']
const origins = ['running', 'another', 'unlabelled', 'lookalike', 'stranger', 'address', 'named']

function rank({ expectation, from, to }: Counterexample): number {
  const strangeness = origins.indexOf(from.origin) + origins.indexOf(to.origin)
  return strangeness * sources.length + sources.indexOf(expectation.source)
}
