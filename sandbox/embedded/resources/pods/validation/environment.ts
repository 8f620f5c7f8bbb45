import type {
  V1Container,
  V1EnvVar,
  V1EnvVarSource,
  V1ObjectFieldSelector,
  V1ResourceFieldSelector,
} from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { invalidValue, notSupported, required } from '../../validation/field-errors'
import { configMapKey, dns1123Label, dns1123Subdomain, qualifiedName } from '../../validation/names'
import { withoutBacksteps } from '../../validation/paths'

/** What an environment variable may be told of its pod, sorted. */
const inEnvironment = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

/** What a file may be told of its pod, sorted. */
export const inFiles = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]

/** What the API knows of a pod by name (core/v1 ConvertDownwardAPIFieldLabel). */
const labels = new Set([
  ...inEnvironment,
  ...inFiles,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
])

const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

/** apimachinery, IsRelaxedEnvVarName. */
const variableName = (name: string, field: string): FieldError[] =>
  /^[ -<>-~]+$/.test(name)
    ? []
    : [
        invalidValue(
          field,
          name,
          "a valid environment variable name must consist only of printable ASCII characters other than '='",
        ),
      ]

const named = (name: string, field: string, rule: (text: string) => string[]): FieldError[] =>
  rule(name).map(detail => invalidValue(field, name, detail))

/** core/validation ValidateEnv and ValidateEnvFrom. */
export const validateEnvironment = ({ env = [], envFrom = [] }: V1Container, path: string): FieldError[] => [
  ...env.flatMap((variable, index) => {
    const field = `${path}.env[${index}]`
    return [
      ...(variable.name ? variableName(variable.name, `${field}.name`) : [required(`${field}.name`)]),
      ...valueFrom(variable, `${field}.valueFrom`),
    ]
  }),
  ...envFrom.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const field = `${path}.envFrom[${index}]`
    const sources = Object.entries({ configMapRef, secretRef }).filter(([, source]) => source)
    return [
      ...(prefix ? variableName(prefix, `${field}.prefix`) : []),
      ...sources.flatMap(([source, reference]) =>
        reference?.name
          ? named(reference.name, `${field}.${source}.name`, dns1123Subdomain)
          : [required(`${field}.${source}.name`)],
      ),
      // The real server names the list here, not the source.
      ...(sources.length === 1
        ? []
        : [
            invalidValue(
              `${path}.envFrom`,
              '',
              sources.length === 0
                ? 'must specify one of: `configMapRef` or `secretRef`'
                : 'may not have more than one field specified at a time',
            ),
          ]),
    ]
  }),
]

function valueFrom({ value, valueFrom: source }: V1EnvVar, path: string): FieldError[] {
  if (!source) return []
  const errors = validateSource(source, path)
  const count = Object.values(source).filter(Boolean).length
  if (count === 0) {
    errors.push(
      invalidValue(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    )
  } else if (value) {
    errors.push(invalidValue(path, '', 'may not be specified when `value` is not empty'))
  } else if (count > 1) {
    errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'))
  }
  return errors
}

function validateSource(source: V1EnvVarSource, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source
  if (fieldRef) errors.push(...validateFieldRef(fieldRef, inEnvironment, `${path}.fieldRef`))
  if (resourceFieldRef) errors.push(...validateResourceFieldRef(resourceFieldRef, `${path}.resourceFieldRef`))
  for (const [kind, key] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (!key) continue
    const field = `${path}.${kind}`
    errors.push(...named(key.name ?? '', `${field}.name`, dns1123Subdomain))
    errors.push(...(key.key ? named(key.key, `${field}.key`, configMapKey) : [required(`${field}.key`)]))
  }
  if (fileKeyRef) {
    const field = `${path}.fileKeyRef`
    const { key, volumeName, path: file } = fileKeyRef
    errors.push(
      ...(key ? variableName(key, `${field}.key`) : [required(`${field}.key`)]),
      ...(volumeName
        ? named(volumeName, `${field}.volumeName`, dns1123Label)
        : [required(`${field}.volumeName`)]),
      ...(file ? withoutBacksteps(file, `${field}.path`) : [required(`${field}.path`)]),
    )
  }
  return errors
}

/** core/validation validateObjectFieldSelector. */
export function validateFieldRef(
  { apiVersion, fieldPath }: V1ObjectFieldSelector,
  known: readonly string[],
  path: string,
): FieldError[] {
  if (!apiVersion) return [required(`${path}.apiVersion`)]
  if (!fieldPath) return [required(`${path}.fieldPath`)]
  const field = `${path}.fieldPath`
  const cannot = (why: string) => [invalidValue(field, fieldPath, `error converting fieldPath: ${why}`)]
  if (apiVersion !== 'v1') return cannot(`unsupported pod version: ${apiVersion}`)
  const [, map, key] = /^(.*)\['(.*)'\]$/.exec(fieldPath) ?? []
  if (map === undefined) {
    if (!labels.has(fieldPath)) return cannot(`field label not supported: ${fieldPath}`)
    return known.includes(fieldPath) ? [] : [notSupported(field, fieldPath, known)]
  }
  if (map === 'metadata.labels') return named(key!, path, qualifiedName)
  if (map === 'metadata.annotations') return named(key!.toLowerCase(), path, qualifiedName)
  return cannot(`field label does not support subscript: ${fieldPath}`)
}

const units = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

const divisors: readonly [pattern: RegExp, allowed: readonly string[], shown: string, of: string][] = [
  [/\.cpu$/, ['1m', '1'], '1m and 1', 'cpu resource'],
  [/\.memory$/, units, units.join(', '), 'memory resource'],
  [/\.ephemeral-storage$/, units, units.join(', '), 'local ephemeral storage resource'],
  [/^(requests|limits)\.hugepages-/, units, units.join(', '), 'hugepages resource'],
]

/** core/validation validateContainerResourceFieldSelector. */
export function validateResourceFieldRef(
  { containerName, resource = '', divisor }: V1ResourceFieldSelector,
  path: string,
  inVolume = false,
): FieldError[] {
  const errors: FieldError[] = []
  if (inVolume && !containerName) errors.push(required(`${path}.containerName`))
  else if (!resource) errors.push(required(`${path}.resource`))
  else if (!resources.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, resources))
  }
  const rule = divisors.find(([pattern]) => pattern.test(resource))
  if (divisor && divisor !== '0' && rule && !rule[1].includes(divisor)) {
    errors.push(
      invalidValue(
        `${path}.divisor`,
        resource,
        `only divisor's values ${rule[2]} are supported with the ${rule[3]}`,
      ),
    )
  }
  return errors
}
