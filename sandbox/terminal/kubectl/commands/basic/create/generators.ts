import type { Command } from '../../../command'
import { configMap } from './data/config-map'
import { secret } from './data/secret'
import { deployment } from './deployment'
import { generatorCommand, requireName } from './generator'
import { ingress } from './ingress'
import { cronJob, job } from './job'
import { disruptionBudget, priorityClass, quota } from './policy'
import { clusterRole, role } from './rbac/role'
import { clusterRoleBinding, roleBinding } from './rbac/role-binding'
import { service } from './service'
import { token } from './token'

const namespace = generatorCommand({
  name: 'namespace',
  aliases: ['ns'],
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  examples: `# Create a namespace named monitoring
kubectl create namespace monitoring`,
  make: invocation => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: requireName(invocation) },
    spec: {},
    status: {},
  }),
})

const serviceAccount = generatorCommand({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  examples: `# Create a service account named robot
kubectl create serviceaccount robot`,
  failure: 'failed to create serviceaccount:',
  make: invocation => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: requireName(invocation) },
  }),
})

/** Kinds that `kubectl create` makes from flags alone. */
export const generators: readonly Command[] = [
  clusterRole,
  clusterRoleBinding,
  configMap,
  cronJob,
  deployment,
  ingress,
  job,
  namespace,
  disruptionBudget,
  priorityClass,
  quota,
  role,
  roleBinding,
  secret,
  service,
  serviceAccount,
  token,
]
