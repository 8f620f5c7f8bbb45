import type { ApiAccess } from '../../../provider'
import type { ParsedFlags } from '../flags/parse'
import type { Context, Kubeconfig } from './kubeconfig'

/** What of a kubeconfig a command uses, after the flags had their say. */
export type Selected = {
  /** Undefined when no cluster is configured: kubectl then tries localhost:8080. */
  access: ApiAccess
  namespace: string
  /** Was the namespace named on the command line? Then objects of another one are refused. */
  namespaceExplicit: boolean
}

/** Resolves the current context. Throws clientcmd's "Error in configuration" messages. */
export function selectContext(config: Kubeconfig, flags: ParsedFlags): Selected {
  const contextName = flags.string('context') || config.currentContext
  const context: Context = config.contexts.get(contextName) ?? {}
  if (contextName && !config.contexts.has(contextName)) {
    throw flags.changed('context')
      ? new Error(`context ${JSON.stringify(contextName)} does not exist`)
      : new Error(`context was not found for specified context: ${contextName}`)
  }
  const clusterName = flags.string('cluster') || context.cluster || ''
  if (flags.changed('cluster') && !config.clusters.has(clusterName)) {
    throw new Error(`cluster ${JSON.stringify(clusterName)} does not exist`)
  }
  const userName = flags.string('user') || context.user || ''
  if (flags.changed('user') && !config.users.has(userName)) {
    throw new Error(`auth info ${JSON.stringify(userName)} does not exist`)
  }
  const cluster = config.clusters.get(clusterName) ?? {}
  const user = config.users.get(userName) ?? {}
  return {
    access: {
      server: flags.string('server') || cluster.server || 'http://localhost:8080',
      token: flags.string('token') || user.token || '',
      certificateAuthorityData: cluster['certificate-authority-data'],
    },
    namespace: flags.string('namespace') || context.namespace || 'default',
    namespaceExplicit: flags.changed('namespace'),
  }
}
