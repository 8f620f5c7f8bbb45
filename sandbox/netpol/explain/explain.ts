import type { PolicyPeer, Rule } from '../compile/rules'
import { type End, meetingFamilies } from '../judge/ends'
import type { Exemption, Judge } from '../judge/judge'
import type { Direction, Explanation, Flow, Message, NearMiss, Side, Verdict } from '../model'
import { isWalled } from '../walled'
import { byNearness, isNear, type Miss, type MissKind, missKinds, nearMiss, type Params } from './near-miss'
import { endText, policyText, type ServiceNames } from './texts'

const sideIds = {
  outside: 'engine.side.outside',
  host: 'engine.side.host',
  gone: 'engine.side.gone',
  self: 'engine.side.self',
  node: 'engine.side.node',
  open: 'engine.side.open',
  allowed: 'engine.side.allowed',
} as const

/** Sides that a rule of an admin tier decided. */
const tierIds = {
  Admin: { allowed: 'engine.side.admin', denied: 'engine.blocked.admin' },
  Baseline: { allowed: 'engine.side.baseline', denied: 'engine.blocked.baseline' },
} as const

/** Not the learner's doing, and not the administrators' either. */
const walledId = 'engine.blocked.wall'

const allowedIds = {
  self: 'engine.allowed.self',
  node: 'engine.allowed.node',
  open: 'engine.allowed.open',
  egress: 'engine.allowed.egress',
  ingress: 'engine.allowed.ingress',
  both: 'engine.allowed.both',
} as const

const blockedIds = {
  both: 'engine.blocked.both',
  noRule: 'engine.blocked.no-rule',
  noMatch: 'engine.blocked.no-match',
} as const

const blockedId = (kind: MissKind): string => `engine.blocked.${kind}`
const missId = (kind: MissKind): string => `engine.miss.${kind}`

/** Every id that an explanation can have: the catalogue has a text for each. */
export const explanationIds: readonly string[] = [
  ...Object.values(sideIds),
  ...Object.values(tierIds).flatMap(ids => Object.values(ids)),
  walledId,
  ...Object.values(allowedIds),
  ...Object.values(blockedIds),
  ...missKinds.flatMap(kind => [blockedId(kind), missId(kind)]),
]

type Names = { from: string; to: string }

type SideView = {
  params: Params
  side: Side
  exemption: Exemption | undefined
  own: End
  /** The nearest first. */
  misses: readonly Miss[]
}

/** What every sentence about a side can speak of. */
function sideParams(direction: Direction, names: Names, flow: Flow): Params {
  const isIngress = direction === 'ingress'
  return {
    direction,
    own: isIngress ? names.to : names.from,
    other: isIngress ? names.from : names.to,
    destination: names.to,
    port: `${flow.port}/${flow.protocol}`,
  }
}

function sideSummary({ side, exemption, own, params, misses }: SideView): Message {
  if (exemption === 'outside') {
    const kind = own.pod?.kind ?? 'outside'
    return { id: kind === 'pod' ? sideIds.outside : sideIds[kind], params }
  }
  if (exemption) return { id: sideIds[exemption], params }
  const policies = side.policies.map(policy => policy.name)
  if (isWalled(side)) return { id: walledId, params }
  if (side.rule?.tier) {
    const { tier, index, ruleName } = side.rule
    const rule = { policy: policyText(side.rule), rule: index + 1, ruleName: ruleName ?? 'none' }
    return { id: tierIds[tier][side.allowed ? 'allowed' : 'denied'], params: { ...params, ...rule } }
  }
  if (!side.isolated) return { id: sideIds.open, params }
  if (side.rule) {
    const rule = { policy: side.rule.name, rule: side.rule.index + 1, isolating: policies.join(', ') }
    return { id: sideIds.allowed, params: { ...params, ...rule } }
  }
  return blockedSummary(misses, params, policies)
}

function blockedSummary(misses: readonly Miss[], params: Params, policies: readonly string[]): Message {
  const all = { ...params, isolating: policies.join(', '), policies: policies.length }
  if (misses.length === 0) return { id: blockedIds.noRule, params: all }
  const [miss] = misses
  if (!miss || !isNear(miss)) return { id: blockedIds.noMatch, params: all }
  const policy = miss.rule.policy.ref.name
  // Who would allow is not named as the one who isolates, unless there is nobody else.
  const others = policies.filter(name => name !== policy)
  const isolating = (others.length > 0 ? others : policies).join(', ')
  return { id: blockedId(miss.kind), params: { ...params, ...miss.params, isolating, policy } }
}

function allowedSummary({ egress, ingress }: BySide<SideView>, names: Names): Message {
  const params = { ...names, pod: names.to }
  if (egress.exemption === 'self') return { id: allowedIds.self, params }
  if (ingress.exemption === 'node') return { id: allowedIds.node, params }
  const egressPolicy = egress.side.rule && policyText(egress.side.rule)
  const ingressPolicy = ingress.side.rule && policyText(ingress.side.rule)
  if (egressPolicy && ingressPolicy) {
    return { id: allowedIds.both, params: { ...params, egressPolicy, ingressPolicy } }
  }
  if (egressPolicy) return { id: allowedIds.egress, params: { ...params, egressPolicy } }
  if (ingressPolicy) return { id: allowedIds.ingress, params: { ...params, ingressPolicy } }
  return { id: allowedIds.open, params }
}

function blockedBoth({ egress, ingress }: Verdict, names: Names): Message {
  const list = (side: Side) => side.policies.map(policy => policy.name).join(', ')
  return {
    id: blockedIds.both,
    params: { ...names, egressPolicies: list(egress), ingressPolicies: list(ingress) },
  }
}

function publicMiss(miss: Miss, params: Params): NearMiss {
  const { rule, peer, kind } = miss
  const policy = rule.policy.ref
  const reason = { id: missId(kind), params: { ...params, ...miss.params, policy: policy.name } }
  const near: NearMiss = { ...policy, direction: rule.direction, index: rule.index, reason }
  if (peer !== undefined) near.peer = peer
  return near
}

function sideExplanation(view: SideView): Explanation['egress'] {
  return { summary: sideSummary(view), misses: view.misses.map(miss => publicMiss(miss, view.params)) }
}

type BySide<T> = { egress: T; ingress: T }

function summaryOf(
  verdict: Verdict,
  views: BySide<SideView>,
  explained: BySide<Explanation['egress']>,
  names: Names,
): Message {
  if (verdict.allowed) return allowedSummary(views, names)
  if (verdict.egress.allowed) return explained.ingress.summary
  // A packet that an admin denies on the way out never meets the other side.
  if (verdict.ingress.allowed || verdict.egress.rule) return explained.egress.summary
  if (verdict.ingress.rule) return explained.ingress.summary
  return blockedBoth(verdict, names)
}

/** Says who decided a flow, and how near each rule of a closed side came to allowing it. */
export function explain(judge: Judge, services: ServiceNames, flow: Flow): Explanation {
  const from = judge.ends.find(flow.from)
  const to = judge.ends.find(flow.to)
  const verdict = judge.verdict(flow)
  const names = { from: endText(flow.from, from, to, services), to: endText(flow.to, to, from, services) }
  const view = (direction: Direction): SideView => {
    const own = direction === 'egress' ? from : to
    const other = direction === 'egress' ? to : from
    const side = verdict[direction]
    const families = meetingFamilies(own, other)
    const asked = {
      flow,
      other: other.party,
      families,
      destination: to.podClass ? to.pod?.namedPorts : undefined,
    }
    const isolation = judge.isolation(direction, own)
    const misses = (rules: readonly Rule<PolicyPeer>[]) =>
      byNearness(rules.map(rule => nearMiss(rule, asked)).filter(miss => miss !== undefined))
    return {
      params: sideParams(direction, names, flow),
      side,
      exemption: judge.exemption(direction, from, to),
      own,
      misses: side.allowed || side.rule || !isolation ? [] : misses(isolation.rules),
    }
  }
  const views = { egress: view('egress'), ingress: view('ingress') }
  const egress = sideExplanation(views.egress)
  const ingress = sideExplanation(views.ingress)
  return { verdict, summary: summaryOf(verdict, views, { egress, ingress }, names), egress, ingress }
}
