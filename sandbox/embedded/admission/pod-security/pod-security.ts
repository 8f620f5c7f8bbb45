import type {
  KubernetesObject,
  V1Namespace,
  V1Pod,
  V1PodSpec,
  V1PodTemplateSpec,
} from '@kubernetes/client-node'
import { isGraders } from '../../../grader/counterexample/mark'
import type { Registry } from '../../api/registry'
import { forbidden } from '../../api/status'
import { checks } from './checks'

type Mode = 'enforce' | 'warn' | 'audit'

type Policy = { level: keyof typeof checks; version: string }

/** The level and version that a namespace's labels ask for; what is no level counts as the strictest. */
function policyOf(namespace: V1Namespace | undefined, mode: Mode): Policy {
  const labels = namespace?.metadata?.labels ?? {}
  const label = (name: string) => labels[`pod-security.kubernetes.io/${name}`]
  // Who enforces without saying what to warn of is warned of what is enforced.
  const from = mode === 'warn' && label('warn') === undefined ? 'enforce' : mode
  const level = label(from) ?? 'privileged'
  const version = label(`${from}-version`) ?? 'latest'
  return { level: Object.hasOwn(checks, level) ? (level as Policy['level']) : 'restricted', version }
}

/** What a pod violates of its namespace's policy, as Kubernetes writes it; undefined when nothing. */
function violations(
  registry: Registry,
  namespace: string,
  mode: Mode,
  spec: V1PodSpec | undefined,
): string | undefined {
  const { level, version } = policyOf(registry.find<V1Namespace>('namespaces', '', namespace), mode)
  if (!spec || level === 'privileged') return undefined
  const found = checks[level].flatMap(check => check(spec) ?? [])
  if (found.length === 0) return undefined
  const text = found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ')
  return `violate PodSecurity "${level}:${version}": ${text}`
}

/** Refuses a pod that its namespace does not allow (admission plugin PodSecurity). Throws Forbidden. */
export function enforcePodSecurity(registry: Registry, { metadata, spec }: V1Pod): void {
  const found = violations(registry, metadata?.namespace ?? '', 'enforce', spec)
  if (!found) return
  throw forbidden({ group: '', name: 'pods' }, metadata?.name ?? '', found.replace(/^violate/, 'violates'))
}

type PodMaker = KubernetesObject & {
  spec?: V1PodSpec & {
    template?: V1PodTemplateSpec
    jobTemplate?: { spec?: { template?: V1PodTemplateSpec } }
  }
}

/** The pod that an object is, or would make. */
const podSpecOf = ({ kind, spec }: PodMaker): V1PodSpec | undefined =>
  kind === 'Pod' ? spec : (spec?.template ?? spec?.jobTemplate?.spec?.template)?.spec

/**
 * What a client is told of a pod, or of what would make one. What makes pods is let in itself.
 */
export function podSecurityWarnings(
  registry: Registry,
  namespace: string,
  object: KubernetesObject,
): string[] {
  const spec = podSpecOf(object as PodMaker)
  if (!spec?.containers) return []
  const found = violations(registry, namespace, 'warn', spec)
  return found ? [`would ${found}`] : []
}

const strictness: readonly Policy['level'][] = ['privileged', 'baseline', 'restricted']

/** Who tightens what a namespace enforces is told which of its pods would not be let in any more. */
export function podsLeftBehind(registry: Registry, namespace: V1Namespace, old: V1Namespace): string[] {
  const [now, before] = [policyOf(namespace, 'enforce'), policyOf(old, 'enforce')]
  const isStricter = strictness.indexOf(now.level) > strictness.indexOf(before.level)
  if (now.level === 'privileged' || (now.version === before.version && !isStricter)) return []
  const name = namespace.metadata?.name ?? ''
  const found = new Map<string, string[]>()
  for (const pod of registry.list<V1Pod>('pods', { namespace: name })) {
    if (isGraders(pod)) continue
    const { metadata, spec } = pod
    const reasons = checks[now.level].flatMap(check => (spec && check(spec)?.reason) ?? []).join(', ')
    if (reasons) found.set(reasons, [...(found.get(reasons) ?? []), metadata?.name ?? ''].sort())
  }
  if (found.size === 0) return []
  const pods = [...found].map(([reasons, [first, ...more]]) => {
    const others = more.length > 0 ? ` (and ${more.length} other pod${more.length > 1 ? 's' : ''})` : ''
    return `${first}${others}: ${reasons}`
  })
  const enforced = JSON.stringify(`${now.level}:${now.version}`)
  return [
    `existing pods in namespace ${JSON.stringify(name)} violate the new PodSecurity enforce level ${enforced}`,
    ...pods.sort(),
  ]
}
