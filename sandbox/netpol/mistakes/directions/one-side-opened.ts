import type { V1NetworkPolicyPeer, V1Pod } from '@kubernetes/client-node'
import type { Direction, Endpoint } from '../../model'
import type { Context, WrongFlow } from '../context'
import { idlePlaces, selectsSomebody } from '../labels/selector-places'
import { peersField, type WrittenPolicy } from '../policy'
import { adding, type Candidate, type Recogniser } from '../recogniser'
import { isolates } from './isolates'

const opposite = { ingress: 'egress', egress: 'ingress' } as const

const nameOf = (end: Endpoint): string => ('pod' in end ? `${end.namespace}/${end.pod}` : end.ip)

export function podAt(context: Context, end: Endpoint): V1Pod | undefined {
  if ('ip' in end) return undefined
  return context.pods.find(
    ({ metadata }) => metadata?.name === end.pod && (metadata?.namespace ?? 'default') === end.namespace,
  )
}

/** A policy that opens the closed side for just this flow. */
export function opening(direction: Direction, own: V1Pod, other: V1Pod, { flow }: WrongFlow): WrittenPolicy {
  const namespace = own.metadata?.namespace ?? 'default'
  const otherNamespace = other.metadata?.namespace ?? 'default'
  const peer: V1NetworkPolicyPeer = { podSelector: { matchLabels: other.metadata?.labels ?? {} } }
  if (otherNamespace !== namespace) {
    peer.namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': otherNamespace } }
  }
  const rule = { [peersField[direction]]: [peer], ports: [{ protocol: flow.protocol, port: flow.port }] }
  return {
    metadata: { namespace, name: 'the-other-side' },
    spec: {
      podSelector: { matchLabels: own.metadata?.labels ?? {} },
      policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
      [direction]: [rule],
    },
  }
}

/** Did the learner write the other side as well, only that it does nothing? Then it is not missing. */
const isWritten = (context: Context, direction: Direction): boolean =>
  context.policies.some(
    policy =>
      !context.isOld(policy) &&
      (policy.spec[direction] ?? []).length > 0 &&
      !(isolates(policy, direction) && selectsSomebody(context, policy)),
  ) ||
  // To or from nobody, by a label that nobody has.
  idlePlaces(context).some(
    ({ policy, path, kind }) => kind !== 'subject' && path[1] === direction && !context.isOld(policy),
  )

/** A connection needs the egress side of its source and the ingress side of its target: one was opened by a rule. */
const onlyOpened = (id: string, opened: Direction): Recogniser => ({
  id,
  leaves: 'closed',
  alone: true,
  *candidates(context): Iterable<Candidate> {
    if (isWritten(context, opposite[opened])) return
    for (const wrong of context.wrong) {
      const { flow, expected, verdict } = wrong
      const rule = verdict[opened].rule
      const missing = opposite[opened]
      if (!expected || !rule || verdict[missing].allowed) continue
      const [from, to] = [podAt(context, flow.from), podAt(context, flow.to)]
      const policy = context.policies.find(
        ({ metadata }) => metadata.name === rule.name && metadata.namespace === rule.namespace,
      )
      // What was open before the learner came is not what they opened.
      if (!from || !to || !policy || context.isOld(policy)) continue
      const [own, other] = missing === 'ingress' ? [to, from] : [from, to]
      yield {
        policy,
        path: ['spec', opened, rule.index],
        params: {
          policy: rule.name,
          from: nameOf(flow.from),
          to: nameOf(flow.to),
          port: `${flow.port}/${flow.protocol}`,
          isolating: verdict[missing].policies.map(({ name }) => name).join(', '),
        },
        mending: adding(opening(missing, own, other, wrong)),
      }
    }
  },
})

export const onlyEgressOpened = onlyOpened('only-egress-opened', 'egress')
export const onlyIngressOpened = onlyOpened('only-ingress-opened', 'ingress')
