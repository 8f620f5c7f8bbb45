import type { V1Service } from '@kubernetes/client-node'

/** pkg/api/service GetWarningsForService. */
export function serviceWarnings({ spec = {} }: V1Service): string[] {
  const { type, clusterIP, externalIPs = [], loadBalancerIP, sessionAffinity, externalName } = spec
  const headless = type === 'ClusterIP' && clusterIP === 'None'
  const external = type === 'ExternalName'
  const when = (condition: unknown, text: string) => (condition ? [text] : [])
  return [
    ...when(headless && loadBalancerIP, 'spec.loadBalancerIP is ignored for headless services'),
    ...when(headless && externalIPs.length, 'spec.externalIPs is ignored for headless services'),
    ...when(headless && sessionAffinity !== 'None', 'spec.SessionAffinity is ignored for headless services'),
    ...when(
      externalIPs.length && !headless && !external,
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
    ),
    ...when(external && externalIPs.length, 'spec.externalIPs is ignored when spec.type is "ExternalName"'),
    ...when(!external && externalName, 'spec.externalName is ignored when spec.type is not "ExternalName"'),
    ...when(
      spec.trafficDistribution === 'PreferClose',
      'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
    ),
  ]
}
