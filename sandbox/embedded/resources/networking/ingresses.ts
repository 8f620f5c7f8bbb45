import type { V1Ingress, V1IngressClass } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { validateIngress } from './ingress-validation'

const none = '<none>'

const formerClass = 'kubernetes.io/ingress.class'

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
  validate: validateIngress,
  warnings: ({ metadata, spec }, old) =>
    !old && metadata?.annotations?.[formerClass] !== undefined && spec?.ingressClassName === undefined
      ? [`annotation "${formerClass}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
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
