import type { V1Container, V1Pod, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node'
import { amount } from '../../api/structure/quantity'
import type { FieldError } from '../registration'
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notFoundField,
  notSupported,
  required,
} from '../validation/field-errors'
import { validateAnnotations, validateLabels } from '../validation/metadata'
import { dns1123Label, dns1123Subdomain, portName, portNumber } from '../validation/names'

const protocols = ['SCTP', 'TCP', 'UDP']
const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']

const named = (field: string, name: string | undefined): FieldError[] =>
  name ? dns1123Label(name).map(detail => invalidValue(field, name, detail)) : [required(field)]

/** core/validation ValidatePodSpec: what a learner's manifest gets wrong. */
export function validatePodSpec(spec: V1PodSpec | undefined, path: string): FieldError[] {
  if (!spec) return [required(`${path}.containers`)]
  const errors: FieldError[] = []
  const volumes = new Set<string>()
  for (const [index, { name }] of (spec.volumes ?? []).entries()) {
    const field = `${path}.volumes[${index}].name`
    errors.push(...named(field, name))
    if (volumes.has(name)) errors.push(duplicate(field, name))
    volumes.add(name)
  }
  const names = new Set<string>()
  const groups = ['containers', 'initContainers', 'ephemeralContainers'] as const
  if ((spec.containers ?? []).length === 0) errors.push(required(`${path}.containers`))
  for (const group of groups) {
    for (const [index, container] of (spec[group] ?? []).entries()) {
      const field = `${path}.${group}[${index}]`
      errors.push(...validateContainer(container as V1Container, field, volumes, names))
      names.add(container.name)
    }
  }
  if (!restartPolicies.includes(spec.restartPolicy ?? '')) {
    errors.push(notSupported(`${path}.restartPolicy`, spec.restartPolicy, restartPolicies))
  }
  if (!dnsPolicies.includes(spec.dnsPolicy ?? '')) {
    errors.push(notSupported(`${path}.dnsPolicy`, spec.dnsPolicy, dnsPolicies))
  }
  errors.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`))
  for (const [field, rule] of [
    ['serviceAccountName', dns1123Subdomain],
    ['nodeName', dns1123Subdomain],
    ['hostname', dns1123Label],
    ['subdomain', dns1123Label],
  ] as const) {
    const value = spec[field]
    if (value) errors.push(...rule(value).map(detail => invalidValue(`${path}.${field}`, value, detail)))
  }
  return errors
}

function validateContainer(
  container: V1Container,
  path: string,
  volumes: ReadonlySet<string>,
  names: ReadonlySet<string>,
): FieldError[] {
  const errors = named(`${path}.name`, container.name)
  if (container.name && names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name))
  if (!container.image) errors.push(required(`${path}.image`))
  else if (container.image.trim() !== container.image) {
    errors.push(
      invalidValue(`${path}.image`, container.image, 'must not have leading or trailing whitespace'),
    )
  }
  errors.push(...validatePorts(container, path), ...validateEnvironment(container, path))
  const mounts = new Set<string>()
  for (const [index, { name, mountPath }] of (container.volumeMounts ?? []).entries()) {
    const field = `${path}.volumeMounts[${index}]`
    if (!name) errors.push(required(`${field}.name`))
    else if (!volumes.has(name)) errors.push(notFoundField(`${field}.name`, name))
    if (!mountPath) errors.push(required(`${field}.mountPath`))
    if (mounts.has(mountPath)) errors.push(invalidValue(`${field}.mountPath`, mountPath, 'must be unique'))
    mounts.add(mountPath)
  }
  if (!pullPolicies.includes(container.imagePullPolicy ?? '')) {
    errors.push(notSupported(`${path}.imagePullPolicy`, container.imagePullPolicy, pullPolicies))
  }
  errors.push(...validateResources(container, path))
  return errors
}

function validateResources({ resources }: V1Container, path: string): FieldError[] {
  return Object.entries(resources?.requests ?? {}).flatMap(([name, request]) => {
    const limit = resources?.limits?.[name]
    if (limit === undefined || amount(request) <= amount(limit)) return []
    const detail = `must be less than or equal to ${name} limit of ${limit}`
    return [invalidValue(`${path}.resources.requests`, request, detail)]
  })
}

function validatePorts({ ports = [] }: V1Container, path: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const field = `${path}.ports[${index}]`
    if (name) {
      const wrong = portName(name)
      errors.push(...wrong.map(detail => invalidValue(`${field}.name`, name, detail)))
      if (wrong.length === 0 && names.has(name)) errors.push(duplicate(`${field}.name`, name))
      names.add(name)
    }
    if (!containerPort) errors.push(required(`${field}.containerPort`))
    else {
      errors.push(
        ...portNumber(containerPort).map(detail =>
          invalidValue(`${field}.containerPort`, containerPort, detail),
        ),
      )
    }
    if (hostPort) {
      errors.push(...portNumber(hostPort).map(detail => invalidValue(`${field}.hostPort`, hostPort, detail)))
    }
    if (!protocols.includes(protocol ?? ''))
      errors.push(notSupported(`${field}.protocol`, protocol, protocols))
  }
  return errors
}

function validateEnvironment({ env = [] }: V1Container, path: string): FieldError[] {
  return env.flatMap(({ name, value, valueFrom }, index): FieldError[] => {
    const field = `${path}.env[${index}]`
    if (!name) return [required(`${field}.name`)]
    const wrong = name.includes('=') || !/^[ -~]+$/.test(name)
    return [
      ...(wrong
        ? [
            invalidValue(
              `${field}.name`,
              name,
              "a valid environment variable name must consist only of printable ASCII characters other than '='",
            ),
          ]
        : []),
      ...(value && valueFrom
        ? [invalidValue(`${field}.valueFrom`, '', 'may not be specified when `value` is not empty')]
        : []),
    ]
  })
}

/** A pod that is created. */
export const validatePod = (pod: V1Pod): FieldError[] => validatePodSpec(pod.spec, 'spec')

/** A pod that is created may not bring ephemeral containers. */
export const validateNewPod = (pod: V1Pod): FieldError[] =>
  (pod.spec?.ephemeralContainers?.length ?? 0) > 0
    ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')]
    : []

/** The template of a Deployment, ReplicaSet and the like. */
export const validatePodTemplate = (template: V1PodTemplateSpec | undefined, path: string): FieldError[] => [
  ...validateLabels(template?.metadata?.labels, `${path}.labels`),
  ...validateAnnotations(template?.metadata?.annotations, `${path}.annotations`),
  ...validatePodSpec(template?.spec, `${path}.spec`),
]
