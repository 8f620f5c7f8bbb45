import type { MatrixPort } from '../netpol'
import { inside } from './addresses'
import { type End, type FlowSet, parseFlow } from './flow-text'
import type { Identity } from './identity'
import type { Intent, IntentStatement, Role } from './schema'

/** Which list of the intent decided; `frame`: none did, it must be as it was at the start. */
export type ExpectationSource = 'ignore' | 'allow' | 'remark' | 'block' | 'frame'

export type Expectation = {
  verdict: 'allowed' | 'blocked' | 'either'
  source: ExpectationSource
  /** The statement that decided, in the author's words. */
  statement?: Statement
}

export type Statement = FlowSet & {
  source: Exclude<ExpectationSource, 'frame'>
  because?: string
  /** The requirement that it stands for. */
  requirement?: string
}

/** The statements of an intent in the order in which they decide. Throws `FlowTextError`. */
export function statements(intent: Intent, roles: Readonly<Record<string, Role>>): Statement[] {
  const lists = ['ignore', 'allow', 'remark', 'block'] as const
  return lists.flatMap(source =>
    intent[source].map(statement => {
      const { flow, because, requirement }: Exclude<IntentStatement, string> =
        typeof statement === 'string' ? { flow: statement } : statement
      return {
        ...parseFlow(flow, roles),
        source,
        ...(because !== undefined && { because }),
        ...(requirement !== undefined && { requirement }),
      }
    }),
  )
}

/** Is somebody meant by this end? */
export function isMeant(end: End, who: Identity): boolean {
  switch (end.kind) {
    case 'everyone':
      return true
    case 'outside':
      return who.kind === 'address'
    case 'address':
      return (
        who.kind === 'address' &&
        inside(who.ip, end.cidr) &&
        !end.except?.some(range => inside(who.ip, range))
      )
    case 'pods':
      return who.kind === 'pod'
    case 'namespace':
      return who.kind === 'pod' && who.namespace === end.namespace
    case 'dns':
      return who.kind === 'pod' && who.dns
    case 'dns-lookalike':
      return who.kind === 'pod' && who.dnsLookalike === true
    case 'role':
      return who.kind === 'pod' && who.role === end.role
  }
}

const verdicts = { ignore: 'either', allow: 'allowed', remark: 'either', block: 'blocked' } as const

/** What an exercise expects between two ends. */
export type PairExpectation = {
  /** Does any list name this pair, for whatever port? Else everything between them is the frame. */
  readonly named: boolean
  /** `before` answers whether the flow was open at the start; it is asked only when the frame decides. */
  of(port: MatrixPort, before: () => boolean): Expectation
}

/**
 * What an exercise expects of a flow: the first list that names it decides (ignore, allow, remark, block), else the
 * frame, which is the verdict of the start state. Who is not judged may do either.
 *
 * In two steps, because a pair of ends is asked for many ports.
 */
export function createExpectations(list: readonly Statement[]) {
  return (from: Identity, to: Identity): PairExpectation => {
    if (!isJudged(from) || !isJudged(to)) return { named: true, of: () => notJudged }
    const naming = list.filter(
      statement =>
        statement.from.some(end => isMeant(end, from)) && statement.to.some(end => isMeant(end, to)),
    )
    return {
      named: naming.length > 0,
      of(port, before) {
        const statement = naming.find(({ ports }) => ports === 'every' || samePort(ports, port))
        if (statement) return { verdict: verdicts[statement.source], source: statement.source, statement }
        return { verdict: before() ? 'allowed' : 'blocked', source: 'frame' }
      },
    }
  }
}

const notJudged: Expectation = { verdict: 'either', source: 'ignore' }
const isJudged = (who: Identity) => who.kind === 'address' || who.judged
const samePort = (one: MatrixPort, other: MatrixPort) =>
  one.port === other.port && one.protocol === other.protocol
