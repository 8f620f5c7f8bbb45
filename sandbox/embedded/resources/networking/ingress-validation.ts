import type { V1HTTPIngressPath, V1Ingress, V1IngressBackend, V1IngressRule } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { dns1123Subdomain } from '../validation/names'

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']

/** networking/validation ValidateIngressSpec: what people get wrong in rules, paths and backends. */
export function validateIngress({ spec }: V1Ingress): FieldError[] {
  if (!spec?.rules?.length && !spec?.defaultBackend)
    return [invalidValue('spec', spec?.rules, 'either `defaultBackend` or `rules` must be specified')]
  return [
    ...(spec.defaultBackend ? validateBackend(spec.defaultBackend, 'spec.defaultBackend') : []),
    ...(spec.rules ?? []).flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
  ]
}

function validateRule({ host, http }: V1IngressRule, field: string): FieldError[] {
  const name = host?.startsWith('*.') ? host.slice(2) : host
  const wrong = name ? dns1123Subdomain(name) : []
  const errors = wrong.map(detail => invalidValue(`${field}.host`, host, detail))
  if (!http) return errors
  if (!http.paths?.length) return [...errors, required(`${field}.http.paths`)]
  return [
    ...errors,
    ...http.paths.flatMap((path, index) => validatePath(path, `${field}.http.paths[${index}]`)),
  ]
}

function validatePath({ path = '', pathType, backend }: V1HTTPIngressPath, field: string): FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')]
  if (!pathTypes.includes(pathType)) return [notSupported(`${field}.pathType`, pathType, pathTypes)]
  const free = pathType === 'ImplementationSpecific' && path === ''
  const absolute = free || path.startsWith('/')
  return [
    ...(absolute ? [] : [invalidValue(`${field}.path`, path, 'must be an absolute path')]),
    ...validateBackend(backend, `${field}.backend`),
  ]
}

function validateBackend({ service, resource }: V1IngressBackend, field: string): FieldError[] {
  if (resource) return []
  if (!service) return [required(field, 'resource or service backend is required')]
  const { name, port } = service
  return [
    ...(name ? [] : [required(`${field}.service.name`)]),
    ...(port?.number || port?.name ? [] : [required(field, 'port name or number is required')]),
  ]
}
