import { flag } from '../../../../flags/definition'
import type { ParsedFlags } from '../../../../flags/parse'
import type { JsonObject } from '../../../../object'
import { generatorCommand, requireName } from '../generator'

const group = 'rbac.authorization.k8s.io'
const apiVersion = `${group}/v1`

const subjectFlags = [
  flag.array('group', 'Group that gets the role; may be repeated.'),
  flag.array('serviceaccount', 'Service account that gets the role, as <namespace>:<name>; may be repeated.'),
  flag.array('user', 'User who gets the role; may be repeated.'),
]

function subjects(flags: ParsedFlags): { subjects?: JsonObject[] } {
  const found: JsonObject[] = [
    ...flags.list('user').map(name => ({ apiGroup: group, kind: 'User', name })),
    ...flags.list('group').map(name => ({ apiGroup: group, kind: 'Group', name })),
    ...flags.list('serviceaccount').map(account => {
      const [namespace, name, ...more] = account.split(':')
      if (!namespace || !name || more.length > 0) throw new Error('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', name, namespace }
    }),
  ]
  return found.length > 0 ? { subjects: found } : {}
}

export const roleBinding = generatorCommand({
  name: 'rolebinding',
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  examples: `# Give a service account the cluster role view in its namespace
kubectl create rolebinding robot-view --clusterrole=view --serviceaccount=shop:robot`,
  flags: [
    flag.string('clusterrole', 'ClusterRole that is given'),
    flag.string('role', 'Role that is given'),
    ...subjectFlags,
  ],
  failure: 'failed to create rolebinding:',
  make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    const role = flags.string('role')
    const clusterRole = flags.string('clusterrole')
    if (!role === !clusterRole) throw new Error('exactly one of clusterrole or role must be specified')
    return {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { name },
      roleRef: { apiGroup: group, kind: role ? 'Role' : 'ClusterRole', name: role || clusterRole },
      ...subjects(flags),
    }
  },
})

export const clusterRoleBinding = generatorCommand({
  name: 'clusterrolebinding',
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  flags: [flag.string('clusterrole', 'ClusterRole that is given', { required: true }), ...subjectFlags],
  failure: 'failed to create clusterrolebinding:',
  make(invocation) {
    const { flags } = invocation
    const name = requireName(invocation)
    return {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: flags.string('clusterrole') },
      ...subjects(flags),
    }
  },
})
