import type {
  KubernetesObject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1DaemonSet,
  V1Deployment,
  V1PodTemplateSpec,
  V1PolicyRule,
} from '@kubernetes/client-node'

const defaultNamespace = 'kube-system'

type Workload = {
  name: string
  namespace?: string
  /** Of its pods; the first one selects them. */
  labels: Readonly<Record<string, string>>
  /** Containers and their images. */
  images: Readonly<Record<string, string>>
  /** Its service account; named as itself unless given. */
  account?: string
}

const template = ({ name, labels, images, account }: Workload): V1PodTemplateSpec => ({
  metadata: { labels },
  spec: {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    serviceAccountName: account ?? name,
    hostNetwork: true,
    containers: Object.entries(images).map(([container, image]) => ({ name: container, image })),
  },
})

const selector = ({ labels }: Workload) => ({
  matchLabels: Object.fromEntries(Object.entries(labels).slice(0, 1)),
})

/** What enforces and routes on each node, on the node's own network. */
export function agent(workload: Workload): V1DaemonSet {
  const { name, namespace = defaultNamespace, labels } = workload
  const { metadata, spec } = template(workload)
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels: { ...selector(workload).matchLabels } },
    spec: {
      selector: selector(workload),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { ...metadata, labels },
        spec: {
          ...spec!,
          priorityClassName: 'system-node-critical',
          terminationGracePeriodSeconds: 0,
          tolerations: [
            { effect: 'NoSchedule', operator: 'Exists' },
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { effect: 'NoExecute', operator: 'Exists' },
          ],
        },
      },
    },
  }
}

/** One for the whole cluster, beside the agents. */
export function controller(workload: Workload): V1Deployment {
  const { name, namespace = defaultNamespace } = workload
  const { metadata, spec } = template(workload)
  const { hostNetwork: _, ...rest } = spec!
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: selector(workload).matchLabels },
    spec: {
      replicas: 1,
      selector: selector(workload),
      strategy: { type: 'Recreate' },
      template: {
        metadata,
        spec: {
          ...rest,
          priorityClassName: 'system-cluster-critical',
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
          ],
        },
      },
    },
  }
}

export const serviceAccount = (name: string, namespace = defaultNamespace): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
})

export const configMap = (
  name: string,
  data: Record<string, string>,
  namespace = defaultNamespace,
): KubernetesObject & { data: Record<string, string> } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
})

/** What a service account may do in the whole cluster; role and binding are named like it. */
export function access(
  account: string,
  rules: V1PolicyRule[],
  namespace = defaultNamespace,
): [V1ClusterRole, V1ClusterRoleBinding] {
  const group = 'rbac.authorization.k8s.io'
  return [
    { apiVersion: `${group}/v1`, kind: 'ClusterRole', metadata: { name: account }, rules },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: account },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: account },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
  ]
}
