import type {
  V1Container,
  V1HTTPGetAction,
  V1Lifecycle,
  V1LifecycleHandler,
  V1Probe,
} from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../../validation/field-errors'
import { nonnegative } from '../../validation/numbers'
import { validatePort } from './ports'

type Handler = Pick<V1Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<V1LifecycleHandler, 'sleep'>

const schemes = ['HTTP', 'HTTPS']

function validateHttpGet(
  { path, port, scheme, httpHeaders = [] }: V1HTTPGetAction,
  field: string,
): FieldError[] {
  return [
    ...(path ? [] : [required(`${field}.path`)]),
    ...validatePort(port, `${field}.port`),
    ...(schemes.includes(scheme ?? '') ? [] : [notSupported(`${field}.scheme`, scheme ?? '', schemes)]),
    ...httpHeaders
      .filter(({ name }) => !/^[-A-Za-z0-9]+$/.test(name))
      .map(({ name }) =>
        invalidValue(
          `${field}.httpHeaders`,
          name,
          "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
        ),
      ),
  ]
}

/** How each type of handler is checked, in the order of core/validation validateHandler. */
const handlers: {
  [Type in keyof Handler]-?: (
    action: NonNullable<Handler[Type]>,
    field: string,
    grace: number | undefined,
  ) => FieldError[]
} = {
  exec: ({ command }, field) => (command?.length ? [] : [required(`${field}.command`)]),
  httpGet: validateHttpGet,
  tcpSocket: ({ port }, field) => validatePort(port, `${field}.port`),
  grpc: ({ port }, field) => validatePort(port, `${field}.port`),
  sleep: ({ seconds }, field, grace) =>
    grace !== undefined && (seconds < 0 || seconds > grace)
      ? [
          invalidValue(
            field,
            seconds,
            `must be non-negative and less than terminationGracePeriodSeconds (${grace})`,
          ),
        ]
      : [],
}

function validateHandler(handler: Handler, field: string, grace?: number): FieldError[] {
  const given = (Object.keys(handlers) as (keyof Handler)[]).filter(type => handler[type])
  if (given.length === 0) return [required(field, 'must specify a handler type')]
  return given.flatMap((type, index) =>
    index === 0
      ? (handlers[type] as (action: unknown, field: string, grace?: number) => FieldError[])(
          handler[type],
          `${field}.${type}`,
          grace,
        )
      : [forbiddenField(`${field}.${type}`, 'may not specify more than 1 handler type')],
  )
}

const periods = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const

function validateProbe(probe: V1Probe, field: string): FieldError[] {
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...validateHandler(probe, field),
    ...periods.flatMap(period => nonnegative(probe[period], `${field}.${period}`)),
    ...(grace !== undefined && grace <= 0
      ? [invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')]
      : []),
  ]
}

/** core/validation validateLivenessProbe, validateReadinessProbe, validateStartupProbe. */
export const validateProbes = (container: V1Container, path: string): FieldError[] =>
  (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap(kind => {
    const probe = container[kind]
    if (!probe) return []
    const field = `${path}.${kind}`
    const errors = validateProbe(probe, field)
    const { successThreshold = 0, terminationGracePeriodSeconds: grace } = probe
    if (kind === 'readinessProbe') {
      if (grace !== undefined)
        errors.push(
          invalidValue(
            `${field}.terminationGracePeriodSeconds`,
            grace,
            'must not be set for readinessProbes',
          ),
        )
    } else if (successThreshold !== 1) {
      errors.push(invalidValue(`${field}.successThreshold`, successThreshold, 'must be 1'))
    }
    return errors
  })

/** core/validation validateLifecycle. */
export function validateLifecycle(
  lifecycle: V1Lifecycle | undefined,
  grace: number | undefined,
  field: string,
): FieldError[] {
  const { postStart, preStop } = lifecycle ?? {}
  return [
    ...(postStart ? validateHandler(postStart, `${field}.postStart`, grace) : []),
    ...(preStop ? validateHandler(preStop, `${field}.preStop`, grace) : []),
  ]
}
