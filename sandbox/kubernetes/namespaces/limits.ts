import type { V1LimitRange, V1LimitRangeItem, V1ResourceQuota } from '@kubernetes/client-node'
import { manager, ownLabels } from '../labels'

/** Pod Security Standards: enough for every lesson, and nothing that reaches the node. */
export const podSecurity = {
  'pod-security.kubernetes.io/enforce': 'baseline',
  'pod-security.kubernetes.io/enforce-version': 'latest',
} as const

/** What one namespace of a learner may hold. Services of these two types would be doors of the nodes. */
export const quota = (sandbox: string, namespace: string): V1ResourceQuota => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: manager, namespace, labels: ownLabels('learner', sandbox) },
  spec: {
    hard: {
      pods: '20',
      services: '20',
      'services.nodeports': '0',
      'services.loadbalancers': '0',
      configmaps: '20',
      secrets: '20',
      persistentvolumeclaims: '0',
      'count/deployments.apps': '20',
      'count/replicasets.apps': '40',
      'count/networkpolicies.networking.k8s.io': '50',
      'requests.cpu': '1',
      'requests.memory': '1Gi',
      'limits.memory': '4Gi',
    },
  },
})

/** What a container gets that asks for nothing, and the most it may ask for. */
export const limitRange = (sandbox: string, namespace: string): V1LimitRange => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: manager, namespace, labels: ownLabels('learner', sandbox) },
  spec: {
    limits: [
      {
        type: 'Container',
        defaultRequest: { cpu: '5m', memory: '16Mi' },
        default: { cpu: '500m', memory: '128Mi' },
        max: { cpu: '1', memory: '512Mi' },
        // client-node calls `default` by another name, and sends what it is given.
      } as V1LimitRangeItem,
    ],
  },
})
