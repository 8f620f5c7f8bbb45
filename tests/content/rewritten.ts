import type { V1LabelSelector, V1NetworkPolicy } from '@kubernetes/client-node'

/** As the API spells it (client-node's classes call the sources `_from`). */
export type Peer = {
  podSelector?: V1LabelSelector
  namespaceSelector?: V1LabelSelector
  ipBlock?: { cidr: string; except?: string[] }
}
export type Port = { protocol?: string; port?: number | string; endPort?: number }
export type Rule = { from?: Peer[]; to?: Peer[]; ports?: Port[] }
export type Policy = Omit<V1NetworkPolicy, 'spec'> & {
  spec: { podSelector: V1LabelSelector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] }
}

/** The same said in another way: no flow of any cluster may change by it. */
export type Rewriting = (policies: Policy[]) => Policy[]

const eachRule =
  (change: (rule: Rule, direction: 'ingress' | 'egress', policy: Policy) => Rule[]): Rewriting =>
  policies =>
    policies.map(policy => {
      const rules = (direction: 'ingress' | 'egress') => {
        const given = policy.spec[direction]
        return given && { [direction]: given.flatMap(rule => change(rule, direction, policy)) }
      }
      return { ...policy, spec: { ...policy.spec, ...rules('ingress'), ...rules('egress') } }
    })

const eachPeer = (change: (peer: Peer, policy: Policy) => Peer): Rewriting =>
  eachRule((rule, _, policy) => [
    {
      ...rule,
      ...(rule.from && { from: rule.from.map(peer => change(peer, policy)) }),
      ...(rule.to && { to: rule.to.map(peer => change(peer, policy)) }),
    },
  ])

const asExpressions = ({ matchLabels = {}, matchExpressions = [] }: V1LabelSelector): V1LabelSelector => ({
  matchExpressions: [
    ...matchExpressions,
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
  ],
})

const typesOf = ({ policyTypes, egress }: Policy['spec']) =>
  policyTypes?.length ? policyTypes : ['Ingress', ...(egress?.length ? ['Egress'] : [])]

export const rewritings: Readonly<Record<string, Rewriting>> = {
  'other names': policies =>
    policies.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `p${index}` } })),
  'in reverse order': policies => policies.toReversed(),
  'each twice': policies =>
    policies.flatMap(policy => [
      policy,
      { ...policy, metadata: { ...policy.metadata, name: `${policy.metadata?.name}-again` } },
    ]),
  'subjects as expressions': policies =>
    policies.map(policy => ({
      ...policy,
      spec: { ...policy.spec, podSelector: asExpressions(policy.spec.podSelector) },
    })),
  'peers as expressions': eachPeer(({ podSelector, namespaceSelector, ...rest }) => ({
    ...rest,
    ...(podSelector && { podSelector: asExpressions(podSelector) }),
    ...(namespaceSelector && { namespaceSelector: asExpressions(namespaceSelector) }),
  })),
  'the own namespace said aloud': eachPeer((peer, { metadata }) =>
    peer.podSelector && !peer.namespaceSelector
      ? {
          ...peer,
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': metadata?.namespace ?? 'default' },
          },
        }
      : peer,
  ),
  'a rule a port': eachRule(({ ports, ...rule }) =>
    ports?.length ? ports.map(port => ({ ...rule, ports: [port] })) : [{ ...rule, ports }],
  ),
  'a rule a peer': eachRule((rule, direction) => {
    const key = direction === 'ingress' ? 'from' : 'to'
    const peers = rule[key]
    return peers?.length ? peers.map(peer => ({ ...rule, [key]: [peer] })) : [rule]
  }),
  'TCP left out': eachRule(({ ports, ...rule }) => [
    {
      ...rule,
      ...(ports && {
        ports: ports.map(({ protocol, ...port }) => (protocol === 'TCP' ? port : { protocol, ...port })),
      }),
    },
  ]),
  'ports as ranges': eachRule(({ ports, ...rule }) => [
    {
      ...rule,
      ...(ports && {
        ports: ports.map(port => (typeof port.port === 'number' ? { ...port, endPort: port.port } : port)),
      }),
    },
  ]),
  'a policy a direction': policies =>
    policies.flatMap(policy =>
      typesOf(policy.spec).map(type => {
        const direction = type === 'Ingress' ? ('ingress' as const) : ('egress' as const)
        const { podSelector } = policy.spec
        const rules = policy.spec[direction]
        return {
          ...policy,
          metadata: { ...policy.metadata, name: `${policy.metadata?.name}-${direction}` },
          spec: { podSelector, policyTypes: [type], ...(rules && { [direction]: rules }) },
        }
      }),
    ),
  'a policy a rule': policies =>
    policies.flatMap(policy => {
      const { podSelector } = policy.spec
      const bare = { ...policy, spec: { podSelector, policyTypes: typesOf(policy.spec) } }
      const one = (direction: 'ingress' | 'egress') =>
        (typesOf(policy.spec).includes(direction === 'ingress' ? 'Ingress' : 'Egress')
          ? (policy.spec[direction] ?? [])
          : []
        ).map((rule, index) => ({
          ...policy,
          metadata: { ...policy.metadata, name: `${policy.metadata?.name}-${direction}-${index}` },
          spec: {
            podSelector,
            policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
            [direction]: [rule],
          },
        }))
      return [bare, ...one('ingress'), ...one('egress')]
    }),
  'everybody said aloud': eachRule((rule, direction) => {
    const key = direction === 'ingress' ? 'from' : 'to'
    return rule[key]?.length
      ? [rule]
      : [{ ...rule, [key]: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { namespaceSelector: {} }] }]
  }),
  'blocks in halves': eachRule((rule, direction) => {
    const key = direction === 'ingress' ? 'from' : 'to'
    return [{ ...rule, ...(rule[key] && { [key]: rule[key].flatMap(halves) }) }]
  }),
  'labels that must exist, too': policies =>
    policies.map(policy => ({
      ...policy,
      spec: { ...policy.spec, podSelector: withExists(policy.spec.podSelector) },
    })),
  'peers that are not somebody else, too': eachPeer(({ podSelector, ...rest }) => ({
    ...rest,
    ...(podSelector && { podSelector: withoutOthers(podSelector) }),
  })),
  'a narrower one beside': policies =>
    policies.flatMap(policy => {
      const narrow = withValueOf(policy)
      return narrow ? [policy, narrow] : [policy]
    }),
}

/** An address block as two of half its size; what is left out stays left out. */
function halves(peer: Peer): Peer[] {
  const { cidr, except = [] } = (peer.ipBlock ?? {}) as { cidr?: string; except?: string[] }
  const [address, prefix] = cidr?.split('/') ?? []
  if (!address || !/^\d+\.\d+\.\d+\.\d+$/.test(address) || Number(prefix) > 30) return [peer]
  const bits = Number(prefix) + 1
  // What is left out must fit into a half.
  if (except.some(one => Number(one.split('/')[1]) <= bits)) return [peer]
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - bits)].map(start => {
    const inside = except.filter(one => {
      const at = one
        .split('/')[0]!
        .split('.')
        .reduce((sum, part) => sum * 256 + Number(part), 0)
      return at >= start && at < start + 2 ** (32 - bits) && Number(one.split('/')[1]) >= bits
    })
    const text = [24, 16, 8, 0].map(shift => Math.floor(start / 2 ** shift) % 256).join('.')
    return { ipBlock: { cidr: `${text}/${bits}`, ...(inside.length > 0 && { except: inside }) } }
  })
}

const withExists = (selector: V1LabelSelector): V1LabelSelector => ({
  ...selector,
  matchExpressions: [
    ...(selector.matchExpressions ?? []),
    ...Object.keys(selector.matchLabels ?? {}).map(key => ({ key, operator: 'Exists' })),
  ],
})

const withoutOthers = (selector: V1LabelSelector): V1LabelSelector => ({
  ...selector,
  matchExpressions: [
    ...(selector.matchExpressions ?? []),
    ...Object.keys(selector.matchLabels ?? {}).map(key => ({
      key,
      operator: 'NotIn',
      values: ['somebody-else', 'nobody'],
    })),
  ],
})

/** The same policy for one of its rules, and only for TCP port 1 of it: what it opens is open already. */
function withValueOf(policy: Policy): Policy | undefined {
  const direction = (['ingress', 'egress'] as const).find(one =>
    policy.spec[one]?.some(rule => !rule.ports?.length),
  )
  if (!direction || !typesOf(policy.spec).includes(direction === 'ingress' ? 'Ingress' : 'Egress'))
    return undefined
  const rule = policy.spec[direction]!.find(one => !one.ports?.length)!
  return {
    ...policy,
    metadata: { ...policy.metadata, name: `${policy.metadata?.name}-narrower` },
    spec: {
      podSelector: policy.spec.podSelector,
      policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
      [direction]: [{ ...rule, ports: [{ port: 1 }] }],
    },
  }
}
