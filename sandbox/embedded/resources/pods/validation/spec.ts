import type { V1PodSpec } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { invalidValue, notSupported, required } from '../../validation/field-errors'
import { validateLabels } from '../../validation/metadata'
import { dns1123Label, dns1123Subdomain } from '../../validation/names'
import { between, largestInt32 } from '../../validation/numbers'
import { validateAffinity } from './affinity'
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers'
import { validateDnsConfig, validateHostAliases } from './dns'
import { validateHostNetworkPorts } from './ports'
import { validateResourceRequirements } from './resources'
import { validateGates, validateSpread, validateTolerations } from './scheduling'
import { validatePodSecurityContext } from './security-context'
import { validateVolumes } from './volumes'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const preemptionPolicies = ['PreemptLowerPriority', 'Never']
const systems = ['linux', 'windows']

export type PodSpecOptions = {
  /** A pod, not the template of one. */
  isPod?: boolean
  podName?: string
}

const named = (value: string | undefined, field: string, rule: (text: string) => string[]): FieldError[] =>
  value ? rule(value).map(detail => invalidValue(field, value, detail)) : []

const oneOf = (value: string | undefined, field: string, known: readonly string[]): FieldError[] =>
  !value ? [required(field)] : known.includes(value) ? [] : [notSupported(field, value, known)]

/** core/validation ValidatePodSpec, in its order. */
export function validatePodSpec(
  given: V1PodSpec | undefined,
  path: string,
  { isPod = false, podName }: PodSpecOptions = {},
): FieldError[] {
  const spec: Partial<V1PodSpec> = given ?? {}
  const { volumes, errors: volumeErrors } = validateVolumes(spec.volumes, `${path}.volumes`, podName)
  const scope = { spec: spec as V1PodSpec, volumes }
  return [
    ...(spec.terminationGracePeriodSeconds === undefined
      ? [required(`${path}.terminationGracePeriodSeconds`)]
      : []),
    ...volumeErrors,
    ...validateContainers(scope, `${path}.containers`),
    ...validateInitContainers(scope, `${path}.initContainers`),
    ...validateEphemeralContainers(scope, `${path}.ephemeralContainers`),
    ...validateResourceRequirements(spec.resources, `${path}.resources`, 'pod'),
    ...validateHostNetworkPorts(scope.spec, `${path}.containers`, isPod),
    ...oneOf(spec.restartPolicy, `${path}.restartPolicy`, restartPolicies),
    ...oneOf(spec.dnsPolicy, `${path}.dnsPolicy`, dnsPolicies),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(scope.spec, `${path}.securityContext`),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDnsConfig(spec.dnsConfig, spec.dnsPolicy, `${path}.dnsConfig`),
    ...validateGates(scope.spec, path),
    ...validateSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...named(spec.serviceAccountName, `${path}.serviceAccountName`, dns1123Subdomain),
    ...named(spec.nodeName, `${path}.nodeName`, dns1123Subdomain),
    ...between(spec.activeDeadlineSeconds, 1, largestInt32, `${path}.activeDeadlineSeconds`),
    ...named(spec.hostname, `${path}.hostname`, dns1123Label),
    ...named(spec.subdomain, `${path}.subdomain`, dns1123Label),
    ...validateTolerations(spec.tolerations, `${path}.tolerations`),
    ...validateHostAliases(spec.hostAliases, `${path}.hostAliases`),
    ...named(spec.priorityClassName, `${path}.priorityClassName`, dns1123Subdomain),
    ...named(spec.runtimeClassName, `${path}.runtimeClassName`, dns1123Subdomain),
    ...(spec.preemptionPolicy === undefined
      ? []
      : oneOf(spec.preemptionPolicy, `${path}.preemptionPolicy`, preemptionPolicies)),
    ...validateResourceRequirements({ limits: spec.overhead }, `${path}.overhead`),
    ...(spec.os && !spec.os.name ? [required(`${path}.os.name`)] : []),
    ...(spec.os?.name && !systems.includes(spec.os.name)
      ? [notSupported(`${path}.os`, spec.os.name, systems)]
      : []),
  ]
}
