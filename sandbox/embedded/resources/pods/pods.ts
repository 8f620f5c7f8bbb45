import type { V1Pod } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { admit } from './admission'
import { bound } from './binding'
import { defaultPodSpec } from './defaults'
import { qualityOfService } from './quality-of-service'
import { podText } from './status-text'
import { validatePodUpdate } from './update'
import { validateNewPod, validatePod } from './validation'

const none = '<none>'

function readinessGates({ spec, status }: V1Pod): string {
  const gates = spec?.readinessGates ?? []
  if (gates.length === 0) return none
  const met = gates.filter(({ conditionType }) =>
    status?.conditions?.some(({ type, status }) => type === conditionType && status === 'True'),
  )
  return `${met.length}/${gates.length}`
}

export const pods = define<V1Pod>({
  group: '',
  kind: 'Pod',
  name: 'pods',
  answersDeleted: true,
  shortNames: ['po'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Ready', (pod, now) => podText(pod, now).ready),
    column('Status', (pod, now) => podText(pod, now).status),
    column('Restarts', (pod, now) => podText(pod, now).restarts),
    ageColumn,
    wide('IP', ({ status }) => status?.podIPs?.[0]?.ip || status?.podIP || none),
    wide('Node', ({ spec }) => spec?.nodeName || none),
    wide('Nominated Node', ({ status }) => status?.nominatedNodeName || none),
    wide('Readiness Gates', readinessGates),
  ],
  fields: {
    'spec.nodeName': ({ spec }) => spec?.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec?.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec?.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec?.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec?.hostNetwork ?? false),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIP ?? '',
    'status.podIPs': ({ status }) => status?.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
  generation: true,
  defaults({ spec }) {
    defaultPodSpec(spec)
    if (spec) spec.enableServiceLinks ??= true
  },
  prepareForCreate(pod, context) {
    pod.status = { phase: 'Pending', qosClass: qualityOfService(pod.spec) }
    admit(pod, context)
  },
  prepareForUpdate(pod, old, { subresource }) {
    if (subresource || !pod.spec) return
    // The pod itself never changes its ephemeral containers, and its node only by a binding.
    const { ephemeralContainers } = old.spec ?? {}
    if (ephemeralContainers) pod.spec.ephemeralContainers = structuredClone(ephemeralContainers)
    else delete pod.spec.ephemeralContainers
  },
  validate: pod => [...validatePod(pod), ...(pod.metadata?.generation === 1 ? validateNewPod(pod) : [])],
  validateUpdate: validatePodUpdate,
  graceful({ spec, status }, requested) {
    if (!spec?.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0
    return Math.max(0, requested ?? spec.terminationGracePeriodSeconds ?? 30)
  },
  subresources: {
    binding: {
      kind: { group: '', version: 'v1', kind: 'Binding' },
      verbs: ['create'],
      write: (old, incoming) => bound(old, incoming as V1Pod),
    },
    ephemeralcontainers: {
      verbs: ['get', 'patch', 'update'],
      write: (old, incoming: V1Pod) => ({
        ...structuredClone(old),
        spec: { ...structuredClone(old.spec!), ephemeralContainers: incoming.spec?.ephemeralContainers },
      }),
    },
    eviction: { kind: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] },
    status: statusSubresource,
  },
})
