import type { V1Service } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { labelsText } from '../printing/selector-text'
import { allocateAddresses, allocateNodePorts } from './allocation'
import { defaultService } from './defaults'
import { settleFamilies } from './families'
import { alignAddresses, dropMeaningless, keepAllocated } from './update'
import { validateService } from './validation'
import { serviceWarnings } from './warnings'

const none = '<none>'

const portsText = ({ spec }: V1Service) =>
  (spec?.ports ?? [])
    .map(({ port, nodePort, protocol }) =>
      nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
    )
    .join(',') || none

function externalAddress({ spec, status }: V1Service): string {
  const external = spec?.externalIPs ?? []
  switch (spec?.type) {
    case 'ExternalName':
      return spec.externalName ?? ''
    case 'LoadBalancer': {
      const balancer = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '')
      return [...balancer, ...external].join(',') || '<pending>'
    }
    default:
      return external.join(',') || none
  }
}

export const services = define<V1Service>({
  group: '',
  kind: 'Service',
  name: 'services',
  answersDeleted: true,
  shortNames: ['svc'],
  categories: ['all'],
  nameFormat: 'dns1123Label',
  columns: [
    nameColumn,
    column('Type', ({ spec }) => spec?.type ?? ''),
    column('Cluster-IP', ({ spec }) => spec?.clusterIP || none),
    column('External-IP', externalAddress),
    column('Port(s)', portsText),
    ageColumn,
    wide('Selector', ({ spec }) => labelsText(spec?.selector)),
  ],
  fields: {
    'spec.clusterIP': ({ spec }) => spec?.clusterIP ?? '',
    'spec.type': ({ spec }) => spec?.type ?? '',
  },
  defaults: defaultService,
  // The real server, too, gives addresses and ports before it looks whether all is well.
  prepareForCreate(service, context) {
    alignAddresses(service)
    settleFamilies(service, context.registry)
    allocateAddresses(service, context)
    allocateNodePorts(service, context)
    service.status = { loadBalancer: {} }
  },
  prepareForUpdate(service, old, context) {
    if (!service.spec) return
    keepAllocated(service, old)
    alignAddresses(service, old)
    settleFamilies(service, context.registry, old)
    allocateAddresses(service, context, old)
    allocateNodePorts(service, context, old)
    dropMeaningless(service, old)
    if (service.spec.type === 'ExternalName') delete service.spec.internalTrafficPolicy
  },
  validate: validateService,
  warnings: serviceWarnings,
  subresources: { status: statusSubresource },
})
