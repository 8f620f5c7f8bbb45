import type { V1LabelSelector } from '@kubernetes/client-node'
import type { Peer, Policy, Port, Rule } from './rewritten'

/** Chooses: a number from 0 to below 1. */
export type Chance = () => number

/** One way to get it wrong. Undefined where the answer has no place for it. */
type Injection = {
  /** What it may be called: the first is its name, the others explain the same as well. */
  ids: readonly string[]
  inject(policies: readonly Policy[], chance: Chance): Policy[] | undefined
}

const directions = ['ingress', 'egress'] as const
type Direction = (typeof directions)[number]
const listOf = { ingress: 'from', egress: 'to' } as const

const pick = <T>(list: readonly T[], chance: Chance): T | undefined =>
  list[Math.floor(chance() * list.length)]

/** Changes a copy of one policy that `places` finds something in. */
function atOne<Place>(
  places: (policy: Policy) => readonly Place[],
  change: (policy: Policy, place: Place, chance: Chance) => void,
): Injection['inject'] {
  return (policies, chance) => {
    const copies = structuredClone(policies) as Policy[]
    const found = copies.flatMap(policy => places(policy).map(place => ({ policy, place })))
    const chosen = pick(found, chance)
    if (!chosen) return undefined
    change(chosen.policy, chosen.place, chance)
    return copies
  }
}

type PlacedRule = { direction: Direction; rules: Rule[]; rule: Rule }
const isDns = ({ ports }: Rule) => ports?.some(({ port }) => port === 53) ?? false
const rulesOf = (policy: Policy): PlacedRule[] =>
  directions.flatMap(direction =>
    (policy.spec[direction] ?? []).map(rule => ({ direction, rules: policy.spec[direction]!, rule })),
  )
const peersOf = (policy: Policy): (PlacedRule & { peers: Peer[]; peer: Peer })[] =>
  rulesOf(policy).flatMap(placed => {
    const peers = placed.rule[listOf[placed.direction]] ?? []
    return peers.map(peer => ({ ...placed, peers, peer }))
  })
const portsOf = (policy: Policy): (PlacedRule & { port: Port })[] =>
  rulesOf(policy).flatMap(placed => (placed.rule.ports ?? []).map(port => ({ ...placed, port })))
const labelled = (selector: V1LabelSelector | undefined) =>
  Object.keys(selector?.matchLabels ?? {}).length > 0
const selectorsOf = (policy: Policy): V1LabelSelector[] =>
  [
    policy.spec.podSelector,
    ...peersOf(policy).flatMap(({ peer }) => [peer.podSelector, peer.namespaceSelector]),
  ]
    .filter(selector => selector !== undefined)
    .filter(labelled)
const isDeny = (policy: Policy) => rulesOf(policy).length === 0

const slipped = (word: string) =>
  word.length > 3 ? word.slice(0, -2) + word.at(-1) + word.at(-2) : `${word}s`

export const injections: readonly Injection[] = [
  {
    ids: ['label-key-typo', 'selects-nothing', 'namespace-not-labelled'],
    inject: atOne(selectorsOf, (_, selector, chance) => {
      const [key, value] = pick(Object.entries(selector.matchLabels!), chance)!
      const { [key]: __, ...rest } = selector.matchLabels!
      selector.matchLabels = { ...rest, [`${key}s`]: value }
    }),
  },
  {
    ids: ['label-value-typo', 'selects-nothing', 'namespace-not-labelled'],
    inject: atOne(selectorsOf, (_, selector, chance) => {
      const [key, value] = pick(Object.entries(selector.matchLabels!), chance)!
      selector.matchLabels = { ...selector.matchLabels, [key]: slipped(value) }
    }),
  },
  {
    ids: ['or-for-and'],
    inject: atOne(
      policy => peersOf(policy).filter(({ peer }) => peer.podSelector && peer.namespaceSelector),
      (_, { peers, peer }) => {
        peers.splice(
          peers.indexOf(peer),
          1,
          { namespaceSelector: peer.namespaceSelector! },
          { podSelector: peer.podSelector! },
        )
      },
    ),
  },
  {
    ids: ['every-namespace'],
    inject: atOne(
      policy => peersOf(policy).filter(({ peer }) => labelled(peer.namespaceSelector)),
      (_, { peer }) => {
        peer.namespaceSelector = {}
      },
    ),
  },
  {
    ids: ['every-pod'],
    inject: atOne(
      policy => peersOf(policy).filter(({ peer }) => labelled(peer.podSelector) && !peer.namespaceSelector),
      (_, { peer }) => {
        peer.podSelector = {}
      },
    ),
  },
  {
    ids: ['own-namespace-peer'],
    inject: atOne(
      policy => peersOf(policy).filter(({ peer }) => peer.podSelector && peer.namespaceSelector),
      (_, { peer }) => {
        delete peer.namespaceSelector
      },
    ),
  },
  {
    ids: ['every-peer'],
    inject: atOne(
      policy => rulesOf(policy).filter(({ rule, direction }) => rule[listOf[direction]] && rule.ports),
      (_, { rule, direction }) => {
        delete rule[listOf[direction]]
      },
    ),
  },
  {
    ids: ['every-port'],
    inject: atOne(
      policy => rulesOf(policy).filter(({ rule, direction }) => rule[listOf[direction]] && rule.ports),
      (_, { rule }) => {
        delete rule.ports
      },
    ),
  },
  {
    ids: ['wrong-port', 'service-port', 'dns-forgotten'],
    inject: atOne(
      policy => portsOf(policy).filter(({ port }) => typeof port.port === 'number' && port.port !== 53),
      (_, { port }) => {
        port.port = 8000 + Number(port.port)
      },
    ),
  },
  {
    ids: ['udp-for-tcp'],
    inject: atOne(
      policy => portsOf(policy).filter(({ port }) => port.port !== 53),
      (_, { port }) => {
        port.protocol = 'UDP'
      },
    ),
  },
  {
    ids: ['from-and-ports-apart'],
    inject: atOne(
      policy => rulesOf(policy).filter(({ rule, direction }) => rule[listOf[direction]] && rule.ports),
      (_, { rules, rule, direction }) => {
        rules.splice(
          rules.indexOf(rule),
          1,
          { [listOf[direction]]: rule[listOf[direction]] },
          { ports: rule.ports! },
        )
      },
    ),
  },
  {
    ids: ['swapped-ends'],
    inject: atOne(
      policy =>
        peersOf(policy).filter(
          ({ peer }) => labelled(policy.spec.podSelector) && peer.podSelector && !peer.namespaceSelector,
        ),
      (policy, { peer }) => {
        const { podSelector } = policy.spec
        policy.spec.podSelector = peer.podSelector!
        peer.podSelector = podSelector
      },
    ),
  },
  {
    ids: ['selects-everything'],
    inject: atOne(
      policy => (!isDeny(policy) && labelled(policy.spec.podSelector) ? [policy] : []),
      policy => {
        policy.spec.podSelector = {}
      },
    ),
  },
  {
    ids: ['selects-some'],
    inject: atOne(
      policy => (isDeny(policy) && !labelled(policy.spec.podSelector) ? [policy] : []),
      policy => {
        policy.spec.podSelector = { matchLabels: { app: 'web' } }
      },
    ),
  },
  {
    ids: ['wrong-namespace'],
    inject: atOne(
      policy => [policy],
      policy => {
        policy.metadata = { ...policy.metadata, namespace: 'default' }
      },
    ),
  },
  {
    ids: ['policy-types-without-egress', 'wrong-direction'],
    inject: atOne(
      policy => (policy.spec.policyTypes?.includes('Egress') ? [policy] : []),
      policy => {
        policy.spec.policyTypes = ['Ingress']
      },
    ),
  },
  {
    ids: ['policy-types-without-ingress', 'wrong-direction'],
    inject: atOne(
      policy => (policy.spec.policyTypes?.includes('Ingress') ? [policy] : []),
      policy => {
        policy.spec.policyTypes = ['Egress']
      },
    ),
  },
  {
    ids: ['egress-isolated-too'],
    inject: atOne(
      policy => (policy.spec.policyTypes?.includes('Egress') ? [] : [policy]),
      policy => {
        policy.spec.policyTypes = ['Ingress', 'Egress']
      },
    ),
  },
  {
    ids: ['ingress-isolated-too'],
    inject: atOne(
      policy =>
        policy.spec.policyTypes?.includes('Egress') && policy.spec.policyTypes.length === 1 ? [policy] : [],
      policy => {
        policy.spec.policyTypes = ['Ingress', 'Egress']
      },
    ),
  },
  {
    ids: ['empty-rule'],
    inject: atOne(
      policy =>
        directions.filter(direction =>
          policy.spec.policyTypes?.includes(direction === 'ingress' ? 'Ingress' : 'Egress'),
        ),
      (policy, direction) => {
        policy.spec[direction] = [...(policy.spec[direction] ?? []), {}]
      },
    ),
  },
  {
    // Where the policy for DNS was what isolates, the default deny is gone with it.
    ids: ['dns-forgotten', 'only-ingress-opened', 'no-default-deny', 'deny-deleted'],
    inject: policies => {
      const without = policies.flatMap(policy => {
        const egress = policy.spec.egress?.filter(rule => !isDns(rule))
        if (!policy.spec.egress || egress?.length === policy.spec.egress.length) return [policy]
        return egress?.length ? [{ ...policy, spec: { ...policy.spec, egress } }] : []
      })
      return without.length === policies.length && without.every((one, index) => one === policies[index])
        ? undefined
        : without
    },
  },
  ...(['TCP', 'UDP'] as const).map(
    (protocol): Injection => ({
      ids: [`dns-without-${protocol.toLowerCase()}`],
      inject: policies => {
        let found = false
        const without = structuredClone(policies) as Policy[]
        for (const { rule } of without.flatMap(rulesOf)) {
          const kept = rule.ports?.filter(port => port.port !== 53 || (port.protocol ?? 'TCP') !== protocol)
          if (!kept || kept.length === rule.ports?.length || kept.length === 0) continue
          rule.ports = kept
          found = true
        }
        return found ? without : undefined
      },
    }),
  ),
  {
    ids: ['no-default-deny', 'deny-deleted'],
    inject: policies => {
      const without = policies.filter(policy => !isDeny(policy))
      return without.length === policies.length || without.length === 0 ? undefined : without
    },
  },
  {
    ids: ['only-egress-opened'],
    inject: (policies, chance) => withoutDirection(policies, 'ingress', chance),
  },
  {
    ids: ['only-ingress-opened'],
    inject: (policies, chance) => withoutDirection(policies, 'egress', chance),
  },
]

/** One rule of a direction that is not about DNS is missing, where both sides were opened. */
function withoutDirection(policies: readonly Policy[], direction: Direction, chance: Chance) {
  const other = direction === 'ingress' ? 'egress' : 'ingress'
  const isOpened = (one: Direction) =>
    policies.flatMap(rulesOf).some(placed => placed.direction === one && !isDns(placed.rule))
  if (!isOpened(other)) return undefined
  return atOne(
    policy => rulesOf(policy).filter(placed => placed.direction === direction && !isDns(placed.rule)),
    (_, { rules, rule }) => {
      rules.splice(rules.indexOf(rule), 1)
    },
  )(policies, chance)
}
