import type { KubernetesObject, V1Namespace, V1Pod } from '@kubernetes/client-node'
import type { Policy } from '../rewritten'
import type { End } from './packets'

export type Universe = { ends: readonly End[]; ports: readonly number[] }

const dns = {
  kind: 'Pod',
  metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  spec: {
    containers: [
      {
        name: 'coredns',
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: 53 },
        ],
      },
    ],
  },
} as V1Pod

const outside = [
  '192.0.2.7',
  '203.0.113.5',
  '203.0.113.200',
  '198.51.100.9',
  '10.0.0.10',
  '10.0.1.10',
  '10.0.1.200',
  '10.0.2.1',
  '10.2.3.4',
]
const beyond = ['9.255.255.255', '11.0.0.1', '203.0.112.255', '203.0.114.1', '169.254.20.10']
const usual = [22, 53, 80, 443, 5432, 8080, 8443, 9090, 9187, 12345]

/**
 * Who may send or receive after an answer: the pods that run; another pod of each role; the same labels, a stranger and
 * a pod without labels in every namespace, one that nobody has thought of included; and addresses outside.
 */
export function universe(start: readonly KubernetesObject[], state: readonly KubernetesObject[]): Universe {
  const of = <T>(list: readonly KubernetesObject[], kind: string) =>
    list.filter(object => object.kind === kind) as T[]
  const running = [...of<V1Pod>(state, 'Pod'), dns]
  const roles = [...of<V1Pod>(start, 'Pod'), dns]
  const labelsOf = new Map<string, Record<string, string>>([
    ['default', {}],
    ['kube-system', {}],
    ['elsewhere', { env: 'production', name: 'monitoring-2' }],
    ...of<V1Namespace>(state, 'Namespace').map(
      ({ metadata }) => [metadata?.name ?? '', metadata?.labels ?? {}] as const,
    ),
  ])
  for (const [index, labels] of asked(of<Policy>(state, 'NetworkPolicy')).entries()) {
    // A namespace that copies the label by which another is known is nobody's question.
    const known = [...labelsOf].flatMap(([name, own]) =>
      Object.entries({ ...own, 'kubernetes.io/metadata.name': name }),
    )
    if (!known.some(([key, value]) => labels[key] === value)) labelsOf.set(`possible-${index}`, labels)
  }
  let pods = 0
  const end = (
    name: string,
    namespace: string,
    labels: Record<string, string>,
    ports: End['ports'] = [],
  ): End => ({
    name: `${namespace}/${name}`,
    address: `10.244.${Math.floor(++pods / 200)}.${(pods % 200) + 2}`,
    namespace,
    labels,
    namespaceLabels: { ...labelsOf.get(namespace), 'kubernetes.io/metadata.name': namespace },
    ports,
  })
  const portsOf = ({ spec }: V1Pod) => (spec?.containers ?? []).flatMap(({ ports = [] }) => ports)
  // Whoever is no role's may well call its ports as a role does.
  const named = roles.flatMap(portsOf).filter(({ name }) => name !== undefined)
  const home = ({ metadata }: V1Pod) => metadata?.namespace ?? 'default'
  const ends = running.map(pod =>
    end(pod.metadata?.name ?? '', home(pod), pod.metadata?.labels ?? {}, portsOf(pod)),
  )
  for (const namespace of labelsOf.keys()) {
    ends.push(end('nobody', namespace, {}, named))
    ends.push(
      end('stranger', namespace, { app: 'stranger', tier: 'misc' }, [
        { name: 'metrics', containerPort: 12345 },
        { name: 'http', containerPort: 12345 },
      ]),
    )
    for (const role of roles) {
      const labels = role.metadata?.labels ?? {}
      const isHome = home(role) === namespace
      // A pod that carries only a part of a role's labels, or those and more, is nobody's question.
      const others = roles.filter(other => other !== role && home(other) === namespace)
      const overlaps = others.some(({ metadata }) =>
        Object.entries(metadata?.labels ?? {}).some(([key, value]) => labels[key] === value),
      )
      if (isHome || !overlaps)
        ends.push(end(`another ${role.metadata?.name}`, namespace, labels, isHome ? portsOf(role) : []))
    }
  }
  const policies = of<Policy>([...start, ...state], 'NetworkPolicy')
  for (const address of [...outside, ...beyond])
    ends.push({ name: address, address, labels: {}, namespaceLabels: {}, ports: [] })
  const numbers = policies
    .flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])])
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ port, endPort }) => [port, endPort].filter(one => typeof one === 'number'))
    .flatMap(port => [port - 1, port, port + 1])
  return { ends, ports: [...new Set([...usual, ...numbers])] }
}

/** Labels that rules want of namespaces. */
const asked = (policies: readonly Policy[]): Record<string, string>[] =>
  policies
    .flatMap(({ spec }) => [
      ...(spec.ingress ?? []).flatMap(({ from = [] }) => from),
      ...(spec.egress ?? []).flatMap(({ to = [] }) => to),
    ])
    .map(({ namespaceSelector }) => namespaceSelector?.matchLabels ?? {})
    .filter(labels => Object.keys(labels).length > 0)
