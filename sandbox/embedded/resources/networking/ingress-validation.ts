import { isIP } from 'node:net'
import type {
  V1HTTPIngressPath,
  V1Ingress,
  V1IngressBackend,
  V1IngressRule,
  V1IngressTLS,
} from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import {
  dns1123Label,
  dns1123Subdomain,
  pathSegment,
  portName,
  portNumber,
  wildcardSubdomain,
} from '../validation/names'

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const forbiddenInPaths = ['//', '/./', '/../', '%2f', '%2F']
const forbiddenAtTheEnd = ['/..', '/.']

/** networking/validation ValidateIngressSpec. */
export function validateIngress({ spec }: V1Ingress): FieldError[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec ?? {}
  const detail = 'either `defaultBackend` or `rules` must be specified'
  return [
    ...(rules.length || defaultBackend ? [] : [invalidValue('spec', spec?.rules ?? null, detail)]),
    ...(defaultBackend ? validateBackend(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
    ...tls.flatMap((entry, index) => validateTls(entry, `spec.tls[${index}]`)),
    ...(ingressClassName === undefined
      ? []
      : dns1123Subdomain(ingressClassName).map(detail =>
          invalidValue('spec.ingressClassName', ingressClassName, detail),
        )),
  ]
}

const validateHost = (host: string, field: string): FieldError[] =>
  (host.includes('*') ? wildcardSubdomain(host) : dns1123Subdomain(host)).map(detail =>
    invalidValue(field, host, detail),
  )

const validateTls = ({ hosts = [], secretName }: V1IngressTLS, field: string): FieldError[] => [
  ...hosts.flatMap((host, index) => validateHost(host, `${field}.hosts[${index}]`)),
  ...(secretName
    ? dns1123Subdomain(secretName).map(detail => invalidValue(`${field}.secretName`, secretName, detail))
    : []),
]

function validateRule({ host, http }: V1IngressRule, field: string): FieldError[] {
  const at = `${field}.host`
  const errors: FieldError[] = []
  if (host && isIP(host)) errors.push(invalidValue(at, host, 'must be a DNS name, not an IP address'))
  if (host) errors.push(...validateHost(host, at))
  if (!http) return errors
  if (!http.paths?.length) return [...errors, required(`${field}.http.paths`)]
  return [
    ...errors,
    ...http.paths.flatMap((path, index) => validatePath(path, `${field}.http.paths[${index}]`)),
  ]
}

function validatePath({ path = '', pathType, backend }: V1HTTPIngressPath, field: string): FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')]
  const wrong = (detail: string) => invalidValue(`${field}.path`, path, detail)
  const errors: FieldError[] = []
  if (!pathTypes.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, pathTypes))
  else {
    const free = pathType === 'ImplementationSpecific'
    if (!path.startsWith('/') && !(free && path === '')) errors.push(wrong('must be an absolute path'))
    if (!free) {
      for (const part of forbiddenInPaths)
        if (path.includes(part)) errors.push(wrong(`must not contain '${part}'`))
      for (const end of forbiddenAtTheEnd)
        if (path.endsWith(end)) errors.push(wrong(`cannot end with '${end}'`))
    }
  }
  return [...errors, ...validateBackend(backend, `${field}.backend`)]
}

function validateBackend({ service, resource }: V1IngressBackend, field: string): FieldError[] {
  if (resource && service) return [invalidValue(field, '', 'cannot set both resource and service backends')]
  if (resource) {
    return (['kind', 'name'] as const).flatMap(key =>
      resource[key]
        ? pathSegment(resource[key]).map(detail =>
            invalidValue(`${field}.resource.${key}`, resource[key], detail),
          )
        : [required(`${field}.resource.${key}`)],
    )
  }
  if (!service) return [invalidValue(field, '', 'resource or service backend is required')]
  const { name, port: { name: byName, number } = {} } = service
  const errors = name
    ? dns1123Label(name).map(detail => invalidValue(`${field}.service.name`, name, detail))
    : [required(`${field}.service.name`)]
  const at = `${field}.service.port`
  if (byName && number) errors.push(invalidValue(field, '', 'cannot set both port name & port number'))
  else if (byName) errors.push(...portName(byName).map(detail => invalidValue(`${at}.name`, byName, detail)))
  else if (number)
    errors.push(...portNumber(number).map(detail => invalidValue(`${at}.number`, number, detail)))
  else errors.push(required(field, 'port name or number is required'))
  return errors
}
