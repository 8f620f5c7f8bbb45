import type { V1NetworkPolicy, V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node'
import type { Wire } from '../object'
import { describeSelector } from '../output/selector'
import { as, type Describer } from './describer'
import { goTime, Page } from './page'

type Rule = { peers?: Wire<V1NetworkPolicyPeer>[]; ports?: Wire<V1NetworkPolicyPort>[] }

/** The words of one direction. */
const directions = {
  Ingress: { noun: 'ingress', preposition: 'From', other: 'source' },
  Egress: { noun: 'egress', preposition: 'To', other: 'destination' },
} as const

export const describeNetworkPolicy: Describer = async description => {
  const { metadata, spec } = as<V1NetworkPolicy>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('Created on', goTime(metadata?.creationTimestamp))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, 'Spec:')
  const selector = describeSelector(spec?.podSelector)
  const everybody = '<none> (Allowing the specific traffic to all pods in this namespace)'
  page.line(1, `PodSelector:     ${selector === '<none>' ? everybody : selector}`)
  const types = spec?.policyTypes ?? []
  const rules: Record<keyof typeof directions, Rule[]> = {
    Ingress: (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
    Egress: (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })),
  }
  for (const direction of ['Ingress', 'Egress'] as const) {
    const { noun } = directions[direction]
    if (types.includes(direction)) {
      page.line(1, `Allowing ${noun} traffic:`)
      describeRules(page, rules[direction], direction)
    } else page.line(1, `Not affecting ${noun} traffic`)
  }
  page.line(1, `Policy Types: ${types.join(', ') || '<none>'}`)
  return page.toString()
}

function describeRules(page: Page, rules: readonly Rule[], direction: keyof typeof directions): void {
  const { noun, preposition, other } = directions[direction]
  if (rules.length === 0) page.line(2, `<none> (Selected pods are isolated for ${noun} connectivity)`)
  rules.forEach(({ peers = [], ports = [] }, index) => {
    if (ports.length === 0) page.line(2, 'To Port: <any> (traffic allowed to all ports)')
    for (const { port, endPort, protocol = 'TCP' } of ports) {
      const number = port === undefined ? '<nil>' : String(port)
      page.line(
        2,
        endPort ? `To Port Range: ${number}-${endPort}/${protocol}` : `To Port: ${number}/${protocol}`,
      )
    }
    if (peers.length === 0) page.line(2, `${preposition}: <any> (traffic not restricted by ${other})`)
    for (const peer of peers) {
      page.line(2, `${preposition}:`)
      describePeer(page, peer)
    }
    if (index < rules.length - 1) page.line(2, '----------')
  })
}

function describePeer(
  page: Page,
  { namespaceSelector, podSelector, ipBlock }: Wire<V1NetworkPolicyPeer>,
): void {
  if (namespaceSelector) page.line(3, `NamespaceSelector: ${describeSelector(namespaceSelector)}`)
  if (podSelector) page.line(3, `PodSelector: ${describeSelector(podSelector)}`)
  if (namespaceSelector || podSelector || !ipBlock) return
  page.line(3, 'IPBlock:')
  page.line(4, `CIDR: ${ipBlock.cidr}`)
  page.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`)
}
