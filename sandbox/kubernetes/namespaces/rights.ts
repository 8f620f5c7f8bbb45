import type {
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1PolicyRule,
  V1RoleBinding,
} from '@kubernetes/client-node'
import { learnerAccount, manager, ownLabels } from '../labels'

const rule = (apiGroups: string[], resources: string[], verbs: string[]): V1PolicyRule => ({
  apiGroups,
  resources,
  verbs,
})
const all = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']
const read = ['get', 'list', 'watch']

/** What a learner may do in a namespace, beside its NetworkPolicies. Nothing here gives rights, tokens, or nodes. */
const inNamespace: V1PolicyRule[] = [
  rule([''], ['pods', 'services', 'configmaps', 'secrets'], all),
  rule(
    [''],
    ['pods/log', 'pods/status', 'endpoints', 'events', 'serviceaccounts', 'resourcequotas', 'limitranges'],
    read,
  ),
  // The WebSocket client asks by GET, older ones by POST.
  rule([''], ['pods/exec', 'pods/attach', 'pods/portforward'], ['get', 'create']),
  rule([''], ['pods/ephemeralcontainers'], ['get', 'update', 'patch']),
  rule(['events.k8s.io'], ['events'], read),
  rule(['discovery.k8s.io'], ['endpointslices'], read),
  rule(['apps'], ['deployments', 'deployments/scale', 'replicasets'], all),
  rule(['apps'], ['deployments/status', 'replicasets/status'], read),
  // `kubectl get all` asks for these as well.
  rule([''], ['replicationcontrollers'], read),
  rule(['apps'], ['daemonsets', 'statefulsets'], read),
  rule(['batch'], ['jobs', 'cronjobs'], read),
  rule(['autoscaling'], ['horizontalpodautoscalers'], read),
]
const policies = rule(['networking.k8s.io'], ['networkpolicies'], all)

/** The rights in a namespace, and in one whose NetworkPolicies are not the learner's business. */
export const roleNames = { open: 'netpol-lab-learner', locked: 'netpol-lab-learner-locked' } as const

/** What all learners have in their namespaces; bound there, and nowhere else. */
export const learnerRoles: readonly V1ClusterRole[] = [
  clusterRole(roleNames.open, [...inNamespace, policies]),
  clusterRole(roleNames.locked, inNamespace),
]

function clusterRole(name: string, rules: V1PolicyRule[]): V1ClusterRole {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': manager } },
    rules,
  }
}

type Learner = { sandbox: string; controlNamespace: string }

const subjects = ({ sandbox, controlNamespace }: Learner) => [
  { kind: 'ServiceAccount', name: learnerAccount(sandbox), namespace: controlNamespace },
]

/** The learner's rights in one namespace. */
export const namespaceBinding = (learner: Learner, namespace: string, isLocked: boolean): V1RoleBinding => {
  // The role of a binding cannot be changed: each has a binding of its own name.
  const name = isLocked ? roleNames.locked : roleNames.open
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace, labels: ownLabels('learner', learner.sandbox) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: subjects(learner),
  }
}

/**
 * The learner's rights on the Namespace objects themselves: of these names, whether they are there or not. A list by
 * name is what `kubectl delete` waits with.
 */
export function namespaceRights(
  learner: Learner,
  namespaces: readonly string[],
): [V1ClusterRole, V1ClusterRoleBinding] {
  const name = `netpol-lab-${learnerAccount(learner.sandbox)}`
  const metadata = { name, labels: ownLabels('learner', learner.sandbox) }
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: [
        {
          apiGroups: [''],
          resources: ['namespaces'],
          resourceNames: [...namespaces],
          verbs: ['get', 'list', 'watch', 'update', 'patch', 'delete'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: subjects(learner),
    },
  ]
}
