import type { V1Ingress, V1IngressClass } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { invalidValue, required } from '../validation/field-errors'

const none = '<none>'

export const ingresses = define<V1Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  name: 'ingresses',
  shortNames: ['ing'],
  columns: [
    nameColumn,
    column(
      'Class',
      ({ spec, metadata }) =>
        spec?.ingressClassName ?? metadata?.annotations?.['kubernetes.io/ingress.class'] ?? none,
    ),
    column('Hosts', ({ spec }) => (spec?.rules ?? []).flatMap(({ host }) => host || []).join(',') || '*'),
    column('Address', ({ status }) =>
      (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname).join(','),
    ),
    column('Ports', ({ spec }) => (spec?.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ],
  generation: true,
  validate({ spec }) {
    if (!spec?.rules?.length && !spec?.defaultBackend) {
      return [invalidValue('spec', spec?.rules, 'either `defaultBackend` or `rules` must be specified')]
    }
    return (spec.rules ?? []).flatMap(({ http }, index) =>
      (http?.paths ?? []).flatMap(({ pathType }, at) =>
        pathType
          ? []
          : [required(`spec.rules[${index}].http.paths[${at}].pathType`, 'pathType must be specified')],
      ),
    )
  },
  subresources: { status: statusSubresource },
})

export const ingressClasses = define<V1IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  name: 'ingressclasses',
  namespaced: false,
  columns: [
    nameColumn,
    column('Controller', ({ spec }) => spec?.controller ?? ''),
    column('Parameters', ({ spec }) => {
      const { apiGroup, kind, name } = spec?.parameters ?? {}
      return kind ? `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}` : none
    }),
    ageColumn,
  ],
  generation: true,
})
