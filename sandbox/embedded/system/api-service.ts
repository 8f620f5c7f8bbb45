import type { V1EndpointSlice, V1Endpoints, V1Service } from '@kubernetes/client-node'
import { nodeAddress } from './node'

const port = 8443

/** The API server as pods see it: Service `kubernetes`, which has no selector, and its one address, the node's. */
export const apiService: V1Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    clusterIP: '10.96.0.1',
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }],
  },
}

export const apiEndpoints: V1Endpoints = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
  },
  subsets: [{ addresses: [{ ip: nodeAddress }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
}

export const apiEndpointSlice: V1EndpointSlice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { 'kubernetes.io/service-name': 'kubernetes' },
  },
  addressType: 'IPv4',
  endpoints: [{ addresses: [nodeAddress], conditions: { ready: true } }],
  ports: [{ name: 'https', port, protocol: 'TCP' }],
}
