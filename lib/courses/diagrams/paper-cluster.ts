import type {
  KubernetesObject,
  V1Namespace,
  V1NetworkPolicy,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node'
import type { ClusterState } from '@/sandbox/grader/cluster-state'

/** What every cluster has before anybody comes. */
const system: KubernetesObject[] = [
  ...['default', 'kube-system'].map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'coredns-1', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      containers: [
        {
          name: 'coredns',
          ports: [
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
            { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
            { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
          ],
        },
      ],
    },
  } as V1Pod,
]

/** A cluster on paper, in which every pod runs: the same name applied again replaces. For the engine's part of grading. */
export function paperCluster(...applied: readonly (readonly KubernetesObject[])[]): ClusterState {
  const objects = new Map<string, KubernetesObject>()
  for (const object of [system, ...applied].flat())
    objects.set(`${object.kind}/${object.metadata?.namespace ?? ''}/${object.metadata?.name}`, object)
  const all = [...objects.values()]
  const of = <T extends KubernetesObject>(kind: string) => all.filter(object => object.kind === kind) as T[]
  return {
    namespaces: of<V1Namespace>('Namespace'),
    services: of<V1Service>('Service'),
    networkPolicies: of<V1NetworkPolicy>('NetworkPolicy'),
    pods: of<V1Pod>('Pod').map((pod, index) => ({
      ...pod,
      status: {
        phase: 'Running',
        podIP: `10.244.0.${index + 5}`,
        hostIP: '192.168.49.2',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    })),
  }
}
