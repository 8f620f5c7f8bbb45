import type { Command } from '../../../command'
import { configMap, secret } from './data'
import { generatorCommand, requireName } from './generator'
import { service } from './service'
import { deployment, job } from './workload'

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
  make: invocation => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: requireName(invocation) },
  }),
})

/** Kinds that `kubectl create` makes from flags alone. */
export const generators: readonly Command[] = [
  configMap,
  deployment,
  job,
  namespace,
  secret,
  service,
  serviceAccount,
]
