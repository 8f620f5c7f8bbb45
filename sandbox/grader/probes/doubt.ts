import type { Protocol, Verdict } from '../../netpol'
import { isAnswer, type Observed } from './connect'

/** Why what was observed is not what the policies say, or cannot be believed. */
export type Doubt =
  /** Nothing could be tried from there. */
  | 'no-probe'
  /** From there not even the pod itself answers. */
  | 'silent'
  /** From there even an address that nobody has answers. */
  | 'everything-connects'
  /** Nothing that the policies stop is stopped. */
  | 'not-enforced'
  /** Others are stopped; those who should stop this connection stop nobody. */
  | 'not-enforced-here'
  /** Who should stop or let through this connection does so with others. */
  | 'not-settled'
  /** The network remembers who talked before. */
  | 'established'

/** A connection that was tried, and who would have to stop it if it is not allowed. */
export type TriedFlow = { from: string; to: string; protocol: Protocol; verdict: Verdict }

/** What the probes of one grading show of who enforces policies. */
export type Enforcement = {
  note(flow: TriedFlow, observed: Observed): void
  doubtOf(flow: TriedFlow, observed: Observed): Doubt | undefined
}

/** Does what was seen fit what was computed? `refused` is an answer: no policy stopped it. */
export const agrees = (observed: Observed, computed: boolean) =>
  observed !== 'unobserved' && isAnswer(observed) === computed

/** The ends whose policies deny the connection: both of them would have to ignore theirs for it to pass. */
const deniers = ({ from, to, verdict }: TriedFlow): string[] => [
  ...(verdict.egress.allowed ? [] : [from]),
  ...(verdict.ingress.allowed ? [] : [to]),
]

export function createEnforcement(): Enforcement {
  const stops: string[][] = []
  return {
    note(flow, observed) {
      if (!flow.verdict.allowed && (observed === 'dropped' || observed === 'rejected'))
        stops.push(deniers(flow))
    },
    doubtOf(flow, observed) {
      const { verdict, protocol } = flow
      if (agrees(observed, verdict.allowed)) return undefined
      if (verdict.allowed || !isAnswer(observed)) return 'not-settled'
      if (stops.length === 0) return 'not-enforced'
      const denying = deniers(flow)
      const isEnforced = stops.some(ends => ends.every(end => denying.includes(end)))
      if (!isEnforced) return 'not-enforced-here'
      // UDP has no handshake: who asks anew from an old port still belongs to what was allowed before.
      return protocol === 'UDP' ? 'established' : 'not-settled'
    },
  }
}
