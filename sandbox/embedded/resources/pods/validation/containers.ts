import type { V1Container, V1EphemeralContainer, V1PodSpec, V1Volume } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notFoundField,
  notSupported,
  required,
} from '../../validation/field-errors'
import { dns1123Label } from '../../validation/names'
import { validateEnvironment } from './environment'
import { validateMounts } from './mounts'
import { validateContainerPorts, validateHostPorts } from './ports'
import { validateLifecycle, validateProbes } from './probes'
import { validateResizePolicy, validateResourceRequirements } from './resources'
import { validateSecurityContext } from './security-context'

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const restartPolicies = ['Always', 'Never', 'OnFailure']
const messagePolicies = ['File', 'FallbackToLogsOnError']

/** What containers are checked against: their pod, and its volumes that are right. */
export type Scope = { spec: V1PodSpec; volumes: ReadonlyMap<string, V1Volume> }

/** Go writes down a list that is not there as null. */
const containersOf = ({ spec }: Scope) => spec.containers ?? []

/** core/validation validateContainerCommon: what counts for containers of every sort. */
function validateAny(container: V1Container, { spec, volumes }: Scope, path: string): FieldError[] {
  const { name, image, imagePullPolicy, terminationMessagePolicy } = container
  return [
    ...(name
      ? dns1123Label(name).map(detail => invalidValue(`${path}.name`, name, detail))
      : [required(`${path}.name`)]),
    ...(image ? [] : [required(`${path}.image`)]),
    ...oneOf(terminationMessagePolicy, `${path}.terminationMessagePolicy`, messagePolicies),
    ...validateContainerPorts(container.ports, `${path}.ports`),
    ...validateEnvironment(container, path),
    ...validateMounts(container, volumes, path),
    ...oneOf(imagePullPolicy, `${path}.imagePullPolicy`, pullPolicies),
    ...validateResourceRequirements(container.resources, `${path}.resources`),
    ...validateResizePolicy(container.resizePolicy, spec.restartPolicy, `${path}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, `${path}.securityContext`, spec),
  ]
}

const oneOf = (value: string | undefined, field: string, known: readonly string[]): FieldError[] =>
  !value ? [required(field)] : known.includes(value) ? [] : [notSupported(field, value, known)]

const ownRestartPolicy = ({ restartPolicy }: V1Container, path: string): FieldError[] =>
  restartPolicy === undefined || restartPolicies.includes(restartPolicy)
    ? []
    : [notSupported(`${path}.restartPolicy`, restartPolicy, restartPolicies)]

/** core/validation validateContainers. */
export function validateContainers(scope: Scope, path: string): FieldError[] {
  const { terminationGracePeriodSeconds: grace } = scope.spec
  const containers = containersOf(scope)
  if (containers.length === 0) return [required(path)]
  const names = new Set<string>()
  const errors = containers.flatMap((container, index) => {
    const at = `${path}[${index}]`
    const repeated = names.has(container.name)
    names.add(container.name)
    return [
      ...validateAny(container, scope, at),
      ...(repeated ? [duplicate(`${at}.name`, container.name)] : []),
      ...validateLifecycle(container.lifecycle, grace, `${at}.lifecycle`),
      ...validateProbes(container, at),
      ...ownRestartPolicy(container, at),
    ]
  })
  return [...errors, ...validateHostPorts(containers, path)]
}

/** What only runs beside the others, for as long as they do. */
const ofSidecars = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const

/** core/validation validateInitContainers. */
export function validateInitContainers(scope: Scope, path: string): FieldError[] {
  const { initContainers = [], terminationGracePeriodSeconds: grace } = scope.spec
  const names = new Set(containersOf(scope).map(({ name }) => name))
  return initContainers.flatMap((container, index) => {
    const at = `${path}[${index}]`
    const repeated = names.has(container.name)
    if (container.name) names.add(container.name)
    return [
      ...validateAny(container, scope, at),
      ...ownRestartPolicy(container, at),
      ...(repeated ? [duplicate(`${at}.name`, container.name)] : []),
      ...validateHostPorts([container], path),
      ...(container.restartPolicy === 'Always'
        ? [
            ...validateLifecycle(container.lifecycle, grace, `${at}.lifecycle`),
            ...validateProbes(container, at),
          ]
        : ofSidecars
            .filter(field => container[field])
            .map(field =>
              forbiddenField(
                `${at}.${field}`,
                'may not be set for init containers without restartPolicy=Always',
              ),
            )),
    ]
  })
}

const ofServices = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const

const isSet = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined

/** core/validation validateEphemeralContainers. */
export function validateEphemeralContainers(scope: Scope, path: string): FieldError[] {
  const { initContainers = [], ephemeralContainers = [] } = scope.spec
  const others = new Set([...containersOf(scope), ...initContainers].map(({ name }) => name))
  const names = new Set(others)
  return ephemeralContainers.flatMap((container, index) => {
    const at = `${path}[${index}]`
    const repeated = names.has(container.name)
    names.add(container.name)
    const { targetContainerName: target } = container
    return [
      ...validateAny(container as V1Container, scope, at),
      ...untrimmedImage(container, at),
      ...(repeated ? [duplicate(`${at}.name`, container.name)] : []),
      ...(target && !others.has(target) ? [notFoundField(`${at}.targetContainerName`, target)] : []),
      ...[...ofServices, 'resources', 'resizePolicy', 'restartPolicy']
        .filter(field => isSet(container[field as keyof V1EphemeralContainer]))
        .map(field => forbiddenField(`${at}.${field}`, 'cannot be set for an Ephemeral Container')),
      ...(container.volumeMounts ?? []).flatMap(({ subPath, subPathExpr }, mount) =>
        Object.entries({ subPath, subPathExpr })
          .filter(([, value]) => value)
          .map(([field]) =>
            forbiddenField(
              `${at}.volumeMounts[${mount}].${field}`,
              'cannot be set for an Ephemeral Container',
            ),
          ),
      ),
    ]
  })
}

const untrimmedImage = ({ image = '' }: { image?: string }, path: string): FieldError[] =>
  image.trim() === image
    ? []
    : [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')]

/** core/validation validateContainersOnlyForPod: templates may have such images, pods may not. */
export const untrimmedImages = (spec: V1PodSpec | undefined, path: string): FieldError[] =>
  (['containers', 'initContainers'] as const).flatMap(group =>
    (spec?.[group] ?? []).flatMap((container, index) =>
      untrimmedImage(container, `${path}.${group}[${index}]`),
    ),
  )
