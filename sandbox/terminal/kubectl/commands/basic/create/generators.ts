import type { Command } from '../../../command'
import { generatorCommand, requireName } from './generator'

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

/** Kinds that `kubectl create` makes from flags alone. */
export const generators: readonly Command[] = [namespace]
