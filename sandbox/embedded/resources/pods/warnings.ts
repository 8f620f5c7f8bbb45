import type { V1Container, V1ContainerPort, V1ObjectMeta, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { amount } from '../../../quantity'
import { goQuote } from '../validation/field-errors'
import { dns1123Label } from '../validation/names'

/** Of a template whose pods carry its name; nothing is said of a name that is a label. */
export function nameWarning(name: string | undefined, use: string): string[] {
  const wrong = dns1123Label(name ?? '')
  return wrong.length
    ? [
        `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${wrong.join(' ')}]`,
      ]
    : []
}

export const workloadNameWarning = ({ name }: V1ObjectMeta = {}) =>
  nameWarning(name, 'Pod names and hostnames')

/** core/pod strategy: WarningsOnCreate. */
export const podWarnings = ({ metadata, spec }: V1Pod): string[] => [
  ...nameWarning(metadata?.name, "the Pod's hostname"),
  ...podSpecWarnings(spec, 'spec'),
]

type Placed = { container: V1Container; path: string }

const everyContainer = (spec: V1PodSpec, path: string): Placed[] =>
  (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap(group =>
    (spec[group] ?? []).map((container, index) => ({
      container: container as V1Container,
      path: `${path}.${group}[${index}]`,
    })),
  )

/** pkg/api/pod warningsForPodSpecAndMeta. */
export function podSpecWarnings(spec: V1PodSpec | undefined, path: string): string[] {
  if (!spec) return []
  const containers = everyContainer(spec, path)
  return [
    ...selectorWarnings(spec, path),
    ...repeated(
      spec.hostAliases?.map(({ ip }) => ip),
      index => `${path}.hostAliases[${index}].ip: duplicate ip`,
    ),
    ...pullSecretWarnings(spec, path),
    ...containers.flatMap(containerWarnings),
    ...portWarnings(containers),
    ...portNameWarnings(containers),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [
          `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(spec, path),
  ]
}

/** Labels of nodes that have had their day (pkg/api/node). */
const formerLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

const noSelector = 'a null labelSelector results in matching no pod'

const selectorWarnings = (spec: V1PodSpec, path: string): string[] => [
  ...Object.keys(spec.nodeSelector ?? {})
    .filter(key => formerLabels[key])
    .map(key => `${path}.nodeSelector[${key}]: ${formerLabels[key]}`),
  ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, index) => {
    const field = `${path}.topologySpreadConstraints[${index}]`
    const former = formerLabels[topologyKey]
    return [
      ...(former ? [`${field}.topologyKey: ${topologyKey} is ${former}`] : []),
      ...(labelSelector ? [] : [`${field}.labelSelector: ${noSelector}`]),
    ]
  }),
]

const affinityWarnings = ({ affinity }: V1PodSpec, path: string): string[] =>
  (['podAffinity', 'podAntiAffinity'] as const).flatMap(kind => {
    const { requiredDuringSchedulingIgnoredDuringExecution: needed = [] } = affinity?.[kind] ?? {}
    const { preferredDuringSchedulingIgnoredDuringExecution: wished = [] } = affinity?.[kind] ?? {}
    const field = `${path}.affinity.${kind}`
    return [
      ...needed.flatMap(({ labelSelector }, index) =>
        labelSelector
          ? []
          : [
              `${field}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector: ${noSelector}`,
            ],
      ),
      ...wished.flatMap(({ podAffinityTerm }, index) =>
        podAffinityTerm?.labelSelector
          ? []
          : [
              `${field}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector: ${noSelector}`,
            ],
      ),
    ]
  })

function repeated(values: readonly string[] = [], say: (index: number) => string): string[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [`${say(index)} ${goQuote(value)}`] : [],
  )
}

function pullSecretWarnings({ imagePullSecrets = [] }: V1PodSpec, path: string): string[] {
  const names = imagePullSecrets.map(({ name }) => name ?? '')
  const field = (index: number) => `${path}.imagePullSecrets[${index}].name`
  return [
    ...repeated(names, index => `${field(index)}: duplicate name`),
    ...names.flatMap((name, index) => (name ? [] : [`${field(index)}: invalid empty name ""`])),
  ]
}

const wholeBytes = ['memory', 'ephemeral-storage']

function containerWarnings({ container, path }: Placed): string[] {
  const fractions = wholeBytes.flatMap(name =>
    (['limits', 'requests'] as const).flatMap(kind => {
      const quantity = container.resources?.[kind]?.[name]
      return quantity === undefined || Number.isInteger(amount(quantity))
        ? []
        : [
            `${path}.resources.${kind}[${name}]: fractional byte value ${goQuote(quantity)} is invalid, must be an integer`,
          ]
    }),
  )
  const seen = new Set<string>()
  const hidden = (container.env ?? []).flatMap(({ name, value = '', valueFrom }, index) => {
    const reference = `$(${name})`
    const hides = seen.has(name) && (valueFrom || value === reference || !value.includes(reference))
    seen.add(name)
    return hides
      ? [
          `${path}.env[${index}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`,
        ]
      : []
  })
  return [...fractions, ...hidden]
}

function portWarnings(containers: readonly Placed[]): string[] {
  const known = new Map<string, { port: V1ContainerPort; field: string }[]>()
  return containers.flatMap(({ container, path }) =>
    (container.ports ?? []).flatMap((port, index) => {
      const field = `${path}.ports[${index}]`
      const place = `${port.containerPort}/${port.protocol}`
      const others = known.get(place) ?? []
      known.set(place, [...others, { port, field }])
      return others.flatMap(other => {
        const how = clash(port, other.port)
        return how ? [`${field}: ${how} port definition with ${other.field}`] : []
      })
    }),
  )
}

function clash(a: V1ContainerPort, b: V1ContainerPort): string | undefined {
  const [ip, otherIp] = [a.hostIP ?? '', b.hostIP ?? '']
  const [port, otherPort] = [a.hostPort ?? 0, b.hostPort ?? 0]
  if (ip === otherIp && port === otherPort) return 'duplicate'
  if (port === 0 || otherPort === 0) return 'overlapping'
  return port === otherPort && (ip === '') !== (otherIp === '') ? 'dangerously ambiguous' : undefined
}

function portNameWarnings(containers: readonly Placed[]): string[] {
  const known = new Map<string, string>()
  return containers.flatMap(({ container, path }) =>
    (container.ports ?? []).flatMap(({ name }, index) => {
      const field = `${path}.ports[${index}]`
      const other = name && known.get(name)
      if (name && !other) known.set(name, field)
      return other
        ? [
            `${field}: duplicate port name ${goQuote(name)} with ${other}, services and probes that select ports by name will use ${other}`,
          ]
        : []
    }),
  )
}
