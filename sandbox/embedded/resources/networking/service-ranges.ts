import type { V1IPAddress, V1ServiceCIDR } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'

const group = 'networking.k8s.io'

/** Kept and shown; addresses of services are given out by the services themselves. */
export const ipAddresses = define<V1IPAddress>({
  group,
  kind: 'IPAddress',
  name: 'ipaddresses',
  shortNames: ['ip'],
  namespaced: false,
  columns: [
    nameColumn,
    column('ParentRef', ({ spec }) => {
      const { group: owner, resource = '', namespace, name } = spec?.parentRef ?? {}
      return [owner ? `${resource}.${owner}` : resource, namespace, name].filter(Boolean).join('/')
    }),
  ],
})

export const serviceCidrs = define<V1ServiceCIDR>({
  group,
  kind: 'ServiceCIDR',
  name: 'servicecidrs',
  namespaced: false,
  columns: [nameColumn, column('CIDRs', ({ spec }) => (spec?.cidrs ?? []).join(',')), ageColumn],
  subresources: { status: statusSubresource },
})
