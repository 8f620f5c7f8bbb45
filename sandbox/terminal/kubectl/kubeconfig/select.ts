import type { ApiAccess } from '../../../provider'
import { Fatal } from '../failure'
import type { ParsedFlags } from '../flags/parse'
import type { Context, Kubeconfig } from './kubeconfig'

/** How to reach the server, and as whom to act there (impersonation headers). */
export type Access = ApiAccess & { impersonate?: Readonly<Record<string, string | string[]>> }

/** What of a kubeconfig a command uses, after the flags had their say. */
export type Selected = {
  /** Undefined when no cluster is configured: kubectl then tries localhost:8080. */
  access: Access
  namespace: string
  /** The name of the cluster. */
  cluster: string
  /** Was the namespace named on the command line? Then objects of another one are refused. */
  namespaceExplicit: boolean
}

/** `--context` names none of the kubeconfig. */
export class UnknownContext extends Fatal {
  constructor(readonly context: string) {
    super(`Error in configuration: context was not found for specified context: ${context}`)
  }
}

/** Resolves the current context. Throws clientcmd's "Error in configuration" messages. */
export function selectContext(config: Kubeconfig, flags: ParsedFlags): Selected {
  // `create rolebinding --user` and the like mean something else: then there is no global flag of the name.
  const user = flags.type('user') === 'string' ? flags.string('user') : ''
  const contextName = flags.string('context') || config.currentContext
  const context: Context = config.contexts.get(contextName) ?? {}
  if (contextName && !config.contexts.has(contextName)) {
    const unknown = new UnknownContext(contextName)
    throw flags.changed('context') ? unknown : new Fatal(unknown.message)
  }
  const clusterName = flags.string('cluster') || context.cluster || ''
  if (flags.changed('cluster') && !config.clusters.has(clusterName)) {
    throw new Error(`no server found for cluster ${JSON.stringify(clusterName)}`)
  }
  const userName = user || context.user || ''
  if (user && !config.users.has(userName)) {
    throw new Error(`auth info ${JSON.stringify(userName)} does not exist`)
  }
  const cluster = config.clusters.get(clusterName) ?? {}
  const credentials = config.users.get(userName) ?? {}
  return {
    access: {
      server: flags.string('server') || cluster.server || 'http://localhost:8080',
      token: flags.string('token') || credentials.token || '',
      certificateAuthorityData: cluster['certificate-authority-data'],
      impersonate: impersonation(flags, userName),
    },
    cluster: clusterName,
    namespace: flags.string('namespace') || context.namespace || 'default',
    namespaceExplicit: flags.changed('namespace'),
  }
}

/** `--as` and what goes with it, as headers. */
function impersonation(flags: ParsedFlags, userName: string): Access['impersonate'] {
  const user = flags.string('as')
  const groups = flags.list('as-group')
  const uid = flags.string('as-uid')
  const extra = flags.list('as-user-extra')
  if (!user && (groups.length > 0 || uid || extra.length > 0))
    throw new Error(`requesting uid, groups or user-extra for ${userName} without impersonating a user`)
  if (!user) return undefined
  const headers: Record<string, string | string[]> = { 'Impersonate-User': user }
  if (groups.length > 0) headers['Impersonate-Group'] = [...groups]
  if (uid) headers['Impersonate-Uid'] = uid
  for (const pair of extra) {
    const [key = '', ...value] = pair.split('=')
    headers[`Impersonate-Extra-${encodeURIComponent(key)}`] = value.join('=')
  }
  return headers
}
