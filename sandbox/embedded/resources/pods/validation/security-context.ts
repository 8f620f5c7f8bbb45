import type {
  V1AppArmorProfile,
  V1PodSpec,
  V1SeccompProfile,
  V1SecurityContext,
} from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { duplicate, invalidValue, notSupported, required } from '../../validation/field-errors'
import { between, largestInt32 } from '../../validation/numbers'
import { descendingPath } from '../../validation/paths'

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']

function validateSeccomp(profile: V1SeccompProfile | undefined, path: string): FieldError[] {
  if (!profile) return []
  const { type, localhostProfile: file } = profile
  const field = `${path}.localhostProfile`
  return [
    ...(type ? [] : [required(`${path}.type`, 'type is required when seccompProfile is set')]),
    ...(type && !profileTypes.includes(type) ? [notSupported(`${path}.type`, type, profileTypes)] : []),
    ...(type === 'Localhost'
      ? file === undefined
        ? [required(field, 'must be set when seccomp type is Localhost')]
        : descendingPath(file, field)
      : file === undefined
        ? []
        : [
            invalidValue(
              field,
              { Type: type, LocalhostProfile: file },
              'can only be set when seccomp type is Localhost',
            ),
          ]),
  ]
}

function validateAppArmor(profile: V1AppArmorProfile | undefined, path: string): FieldError[] {
  if (!profile) return []
  const { type, localhostProfile: file } = profile
  const field = `${path}.localhostProfile`
  if (!type) return [required(`${path}.type`, 'type is required when appArmorProfile is set')]
  if (!profileTypes.includes(type)) return [notSupported(`${path}.type`, type, profileTypes)]
  if (type !== 'Localhost') {
    return file === undefined
      ? []
      : [invalidValue(field, file, 'can only be set when AppArmor type is Localhost')]
  }
  if (!file) return [required(field, 'must be set when AppArmor type is Localhost')]
  return file.trim() === file ? [] : [invalidValue(field, file, 'must not be padded with whitespace')]
}

const isId = (value: number | undefined, field: string) => between(value, 0, largestInt32, field)

const groupPolicies = ['Always', 'OnRootMismatch']
const supplementalPolicies = ['Merge', 'Strict']
const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const sysctlName = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`

const ofKnown = (value: string | undefined, field: string, known: readonly string[]): FieldError[] =>
  value === undefined || known.includes(value) ? [] : [notSupported(field, value, known)]

function validateSysctls(sysctls: readonly { name: string }[] = [], path: string): FieldError[] {
  const seen = new Set<string>()
  return sysctls.flatMap(({ name }, index) => {
    const field = `${path}[${index}].name`
    const repeated = seen.has(name)
    seen.add(name)
    if (!name) return [required(field)]
    if (name.length > 253 || !new RegExp(sysctlName).test(name)) {
      return [invalidValue(field, name, `must have at most 253 characters and match regex ${sysctlName}`)]
    }
    return repeated ? [duplicate(field, name)] : []
  })
}

/** core/validation validatePodSpecSecurityContext. */
export function validatePodSecurityContext(spec: V1PodSpec, path: string): FieldError[] {
  const context = spec.securityContext ?? {}
  return [
    ...isId(context.fsGroup, `${path}.fsGroup`),
    ...isId(context.runAsUser, `${path}.runAsUser`),
    ...isId(context.runAsGroup, `${path}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((id, index) =>
      isId(id, `${path}.supplementalGroups[${index}]`),
    ),
    ...(spec.shareProcessNamespace && spec.hostPID
      ? [
          invalidValue(
            `${path}.shareProcessNamespace`,
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...validateSysctls(context.sysctls, `${path}.sysctls`),
    ...ofKnown(context.fsGroupChangePolicy, `${path}.fsGroupChangePolicy`, groupPolicies),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
    ...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`),
    ...ofKnown(context.supplementalGroupsPolicy, `${path}.supplementalGroupsPolicy`, supplementalPolicies),
  ]
}

const procMounts = ['Default', 'Unmasked']

/** core/validation ValidateSecurityContext. */
export function validateSecurityContext(
  context: V1SecurityContext | undefined,
  path: string,
  { hostUsers = true }: V1PodSpec,
): FieldError[] {
  if (!context) return []
  const { procMount, privileged, allowPrivilegeEscalation, capabilities } = context
  const errors = [
    ...isId(context.runAsUser, `${path}.runAsUser`),
    ...isId(context.runAsGroup, `${path}.runAsGroup`),
    ...ofKnown(procMount, `${path}.procMount`, procMounts),
    ...(hostUsers && procMount === 'Unmasked'
      ? [invalidValue(`${path}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`')]
      : []),
    ...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`),
  ]
  if (allowPrivilegeEscalation === false) {
    const cannot = (detail: string) =>
      errors.push(
        invalidValue(path, asGo(context), `cannot set \`allowPrivilegeEscalation\` to false and ${detail}`),
      )
    if (privileged) cannot('`privileged` to true')
    if (capabilities?.add?.includes('CAP_SYS_ADMIN')) cannot('`capabilities.Add` CAP_SYS_ADMIN')
  }
  return [...errors, ...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`)]
}

const fields = [
  'capabilities',
  'privileged',
  'seLinuxOptions',
  'windowsOptions',
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'readOnlyRootFilesystem',
  'allowPrivilegeEscalation',
  'procMount',
  'seccompProfile',
  'appArmorProfile',
] as const

const capitalised = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1)}`

/** The API server's own form of it, in which nothing is left out. */
const asGo = (context: V1SecurityContext) =>
  Object.fromEntries(
    fields.map(field => {
      const value = context[field]
      if (field !== 'capabilities' || !context.capabilities)
        return [capitalised(field).replace('SeL', 'SEL'), value ?? null]
      const { add = null, drop = null } = context.capabilities
      return ['Capabilities', { Add: add, Drop: drop }]
    }),
  )
