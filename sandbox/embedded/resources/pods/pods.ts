import type { V1Pod } from '@kubernetes/client-node'
import { enforcePodSecurity } from '../../admission/pod-security/pod-security'
import { timestamp } from '../../api/stored'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { admit } from './admission'
import { bound } from './binding'
import { defaultPodSpec } from './defaults'
import { qualityOfService } from './quality-of-service'
import { podText } from './status-text'
import { validatePodUpdate } from './update'
import { validateNewPod, validatePod } from './validation'
import { podWarnings } from './warnings'

const none = '<none>'

function readinessGates({ spec, status }: V1Pod): string {
  const gates = spec?.readinessGates ?? []
  if (gates.length === 0) return none
  const met = gates.filter(({ conditionType }) =>
    status?.conditions?.some(({ type, status }) => type === conditionType && status === 'True'),
  )
  return `${met.length}/${gates.length}`
}

const gated = (now: number) => ({
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null as never,
  lastTransitionTime: timestamp(now),
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
})

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
    admit(pod, context)
    pod.status = {
      phase: 'Pending',
      qosClass: qualityOfService(pod.spec),
      ...(pod.spec?.schedulingGates?.length ? { conditions: [gated(context.now)] } : {}),
    }
    // Pods from before there was a rule against it go at once, all but.
    if ((pod.spec?.terminationGracePeriodSeconds ?? 0) < 0) pod.spec!.terminationGracePeriodSeconds = 1
  },
  prepareForUpdate(pod, old, { subresource, registry }) {
    if (subresource === 'ephemeralcontainers') enforcePodSecurity(registry, pod)
    if (subresource || !pod.spec) return
    // What a client leaves out stays as it was; what it changes, validation refuses.
    pod.spec.priority ??= old.spec?.priority
    pod.spec.preemptionPolicy ??= old.spec?.preemptionPolicy
    if (old.spec?.ephemeralContainers)
      pod.spec.ephemeralContainers ??= structuredClone(old.spec.ephemeralContainers)
  },
  validate: (pod, { old }) => [...validatePod(pod), ...(old ? [] : validateNewPod(pod))],
  validateUpdate: validatePodUpdate,
  // People do not change pods by hand.
  warnings: (pod, old) => (old ? [] : podWarnings(pod)),
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
