import type { KubernetesObject } from '@kubernetes/client-node'
import { labels } from '../../labels'
import { metadataAddresses, nodeLocalDns } from '../addresses'
import { single, type WallPlace } from '../place'
import { dnsPods, sandboxWallName, toolboxWallName } from '../sandbox-wall'
import { toolboxLabels } from '../toolbox-wall'

const kind = { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy' } as const
const namespaceKey = 'k8s:io.kubernetes.pod.namespace'
const sandboxKey = `k8s:io.cilium.k8s.namespace.labels.${labels.sandbox}`

type Form = KubernetesObject & { spec: object }

const dnsNamespace = dnsPods.namespaceSelector.matchLabels['kubernetes.io/metadata.name']
const dnsLabel = dnsPods.podSelector.matchLabels['k8s-app']
const dnsKey = 'k8s:k8s-app'
const onPort = (port: number, protocol: string) => [{ ports: [{ port: String(port), protocol }] }]

/** Pods, and not the nodes or the world: they have no namespace. */
const isPod = { key: namespaceKey, operator: 'Exists' }
const isNotOwn = (sandbox: string) => ({ key: sandboxKey, operator: 'NotIn', values: [sandbox] })

/**
 * The wall around one sandbox in Cilium's words: denials only, because whatever it allowed would be added to what the
 * learner's policies allow; and no default deny, because that would isolate what no policy of the learner selects.
 */
export function ciliumSandboxWall(sandbox: string, { internet }: WallPlace): Form {
  return {
    ...kind,
    metadata: { name: sandboxWallName(sandbox) },
    spec: {
      endpointSelector: { matchLabels: { [sandboxKey]: sandbox } },
      enableDefaultDeny: { ingress: false, egress: false },
      ingressDeny: [{ fromEndpoints: [{ matchExpressions: [isPod, isNotOwn(sandbox)] }] }],
      egressDeny: [
        { toCIDR: metadataAddresses.map(single) },
        { toEntities: ['host', 'remote-node', 'kube-apiserver'] },
        {
          toEndpoints: [
            {
              matchExpressions: [
                { key: namespaceKey, operator: 'NotIn', values: [dnsNamespace] },
                isPod,
                isNotOwn(sandbox),
              ],
            },
            {
              matchLabels: { [namespaceKey]: dnsNamespace },
              matchExpressions: [{ key: dnsKey, operator: 'NotIn', values: [dnsLabel] }],
            },
          ],
        },
        ...(internet ? [] : [{ toEntities: ['world'] }]),
      ],
    },
  }
}

/** The wall around the toolboxes: nobody else has policies there, so that what is not allowed is denied. */
export function ciliumToolboxWall(place: WallPlace): Form {
  const { controlNamespace, apiServers } = place
  const ports = [...new Set(apiServers.map(({ port }) => port))]
  return {
    ...kind,
    metadata: { name: toolboxWallName(place) },
    spec: {
      endpointSelector: {
        matchLabels: {
          [namespaceKey]: controlNamespace,
          ...Object.fromEntries(Object.entries(toolboxLabels).map(([key, value]) => [`k8s:${key}`, value])),
        },
      },
      ingress: [{}],
      egress: [
        ...ports.map(port => ({ toEntities: ['kube-apiserver'], toPorts: onPort(port, 'TCP') })),
        {
          toEndpoints: [{ matchLabels: { [namespaceKey]: dnsNamespace, [dnsKey]: dnsLabel } }],
          toPorts: onPort(53, 'ANY'),
        },
        { toCIDR: [single(nodeLocalDns)], toPorts: onPort(53, 'ANY') },
      ],
    },
  }
}
