import type { V1Service } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { labelsText } from '../printing/selector-text'
import { allocateAddress, allocateNodePorts } from './service-allocation'
import { validateService, validateServiceUpdate } from './service-validation'

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

/** Defaults of core/v1 Service (SetDefaults_Service and the registry's own). */
function defaults(service: V1Service): void {
  service.spec ??= {}
  const { spec } = service
  spec.sessionAffinity ??= 'None'
  spec.type ??= 'ClusterIP'
  if (spec.sessionAffinity === 'ClientIP')
    spec.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10800 } }
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP'
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '')
      port.targetPort = port.port
  }
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ??= 'Cluster'
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true
  if (spec.type !== 'ExternalName') {
    spec.internalTrafficPolicy ??= 'Cluster'
    // Without a selector nothing says which families its addresses will have.
    const open = spec.clusterIP === 'None' && !spec.selector
    spec.ipFamilyPolicy ??= open && !spec.ipFamilies ? 'RequireDualStack' : 'SingleStack'
    spec.ipFamilies ??= open ? ['IPv4', 'IPv6'] : ['IPv4']
    if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP]
    else if (spec.clusterIPs?.[0] && !spec.clusterIP) spec.clusterIP = spec.clusterIPs[0]
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
  defaults,
  prepareForCreate(service, { registry }) {
    service.status = { loadBalancer: {} }
    if (validateService(service).length > 0) return
    allocateAddress(service, registry)
    allocateNodePorts(service, registry)
  },
  prepareForUpdate(service, old, { registry }) {
    const { spec } = service
    if (!spec) return
    if (spec.type === 'ExternalName') {
      if (spec.clusterIP === old.spec?.clusterIP) {
        delete spec.clusterIP
        delete spec.clusterIPs
      }
      return
    }
    // A client that leaves out what was allocated keeps it.
    if (!spec.clusterIP && old.spec?.clusterIP && old.spec.type !== 'ExternalName') {
      spec.clusterIP = old.spec.clusterIP
      spec.clusterIPs = old.spec.clusterIPs ? [...old.spec.clusterIPs] : undefined
    }
    for (const port of spec.type === 'ClusterIP' ? [] : (spec.ports ?? [])) {
      if (port.nodePort) continue
      const before = old.spec?.ports?.find(one => one.port === port.port && one.protocol === port.protocol)
      if (before?.nodePort) port.nodePort = before.nodePort
    }
    if (validateService(service).length > 0) return
    allocateAddress(service, registry)
    allocateNodePorts(service, registry)
  },
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  subresources: { status: statusSubresource },
})
