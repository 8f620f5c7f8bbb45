import type {
  V1Pod,
  V1PodSpec,
  V1PriorityClass,
  V1RuntimeClass,
  V1ServiceAccount,
} from '@kubernetes/client-node'
import { applyLimitRanges } from '../../admission/limit-ranges'
import { enforcePodSecurity } from '../../admission/pod-security/pod-security'
import { randomSuffix } from '../../api/generated-name'
import { forbidden } from '../../api/status'
import type { Context } from '../registration'

const pods = { group: '', name: 'pods' }
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

/** What the admission plugins of a real API server add to a pod that is created. Throws Forbidden as they do. */
export function admit(pod: V1Pod, context: Context): void {
  const { spec } = pod
  if (!spec) return
  applyLimitRanges(context.registry, pod)
  serviceAccount(pod, spec, context)
  priority(pod, spec, context)
  tolerations(spec)
  runtimeClass(pod, spec, context)
  enforcePodSecurity(context.registry, pod)
}

/** ServiceAccount: the account of the namespace, and its token in every container. */
function serviceAccount({ metadata }: V1Pod, spec: V1PodSpec, { registry }: Context): void {
  const namespace = metadata?.namespace ?? ''
  if (metadata?.annotations?.['kubernetes.io/config.mirror']) return
  spec.serviceAccountName ||= 'default'
  spec.serviceAccount = spec.serviceAccountName
  const account = registry.find<V1ServiceAccount>('serviceaccounts', namespace, spec.serviceAccountName)
  if (!account && spec.serviceAccountName !== 'default') {
    throw forbidden(
      pods,
      metadata?.name ?? '',
      `error looking up service account ${namespace}/${spec.serviceAccountName}: serviceaccount "${spec.serviceAccountName}" not found`,
    )
  }
  if (!(spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true)) return
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])]
  const without = containers.filter(
    ({ volumeMounts = [] }) => !volumeMounts.some(({ mountPath }) => mountPath === tokenPath),
  )
  if (without.length === 0) return
  const existing = spec.volumes?.find(({ name }) => name.startsWith('kube-api-access-'))
  const name = existing?.name ?? `kube-api-access-${randomSuffix()}`
  if (!existing) spec.volumes = [...(spec.volumes ?? []), { name, projected: tokenVolume() }]
  for (const container of without) {
    container.volumeMounts = [
      ...(container.volumeMounts ?? []),
      { name, readOnly: true, mountPath: tokenPath },
    ]
  }
}

const tokenVolume = () => ({
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 0o644,
})

const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}

/** Priority: the number behind the class, which nobody writes down themselves. */
function priority({ metadata }: V1Pod, spec: V1PodSpec, { registry }: Context): void {
  const name = spec.priorityClassName
  const refuse = (why: string) => forbidden(pods, metadata?.name ?? '', why)
  const classes = 'scheduling.k8s.io/priorityclasses'
  const usual = () => registry.list<V1PriorityClass>(classes).find(({ globalDefault }) => globalDefault)
  const found = name ? registry.find<V1PriorityClass>(classes, '', name) : usual()
  const value = found?.value ?? (name ? systemPriorities[name] : 0)
  if (value === undefined) throw refuse(`no PriorityClass with name ${name} was found`)
  const policy = found?.preemptionPolicy ?? 'PreemptLowerPriority'
  const computed = 'priority admission controller computed'
  const given = 'from the given PriorityClass name'
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refuse(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ${computed} ${value} ${given}`,
    )
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refuse(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ${computed} ${policy} ${given}`,
    )
  }
  if (!name && found?.metadata?.name) spec.priorityClassName = found.metadata.name
  spec.priority = value
  spec.preemptionPolicy = policy
}

/** RuntimeClass: a class must be there, and what it costs is its to say. */
function runtimeClass({ metadata }: V1Pod, spec: V1PodSpec, { registry }: Context): void {
  const name = spec.runtimeClassName
  const refuse = (why: string) => forbidden(pods, metadata?.name ?? '', `pod rejected: ${why}`)
  const found = name ? registry.find<V1RuntimeClass>('node.k8s.io/runtimeclasses', '', name) : undefined
  if (name && !found) throw refuse(`RuntimeClass "${name}" not found`)
  const fixed = found?.overhead?.podFixed
  if (spec.overhead && !fixed)
    throw refuse('Pod Overhead set without corresponding RuntimeClass defined Overhead')
  if (fixed) spec.overhead = { ...fixed }
}

/** DefaultTolerationSeconds */
function tolerations(spec: V1PodSpec): void {
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const tolerated = spec.tolerations?.some(
      toleration =>
        (toleration.key === key || !toleration.key) &&
        (!toleration.effect || toleration.effect === 'NoExecute'),
    )
    if (tolerated) continue
    spec.tolerations = [
      ...(spec.tolerations ?? []),
      { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ]
  }
}
