import type { StartState } from '../../provider'

/** Names of the namespaces that a start speaks of, and of `home`; those of the system are nobody's. */
export function namespacesOfStart({ objects, namespaces = [] }: StartState, home: string): string[] {
  const named = objects.flatMap(({ kind, metadata }) =>
    kind === 'Namespace' ? [metadata?.name ?? ''] : [metadata?.namespace ?? home],
  )
  return [...new Set([home, ...namespaces, ...named])].filter(name => !name.startsWith('kube-')).sort()
}
