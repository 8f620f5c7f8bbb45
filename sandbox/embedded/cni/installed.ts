import type { V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { parseReference } from '../images/reference'
import { type CniProfile, profiles } from '.'

const withAgents = Object.values(profiles).filter(({ agent }) => agent !== undefined)

/** The plug-in of which this pod is the running agent. */
export function agentOf({ metadata, spec, status }: V1Pod): CniProfile | undefined {
  if (!spec?.hostNetwork || status?.phase !== 'Running' || metadata?.deletionTimestamp) return undefined
  const repositories = spec.containers.map(({ image = '' }) => parseReference(image)?.repository ?? '')
  return withAgents.find(({ agent }) => repositories.some(repository => repository.endsWith(`/${agent}`)))
}

/** Tells when the agent of a plug-in that enforces begins to run on the node: somebody applied its manifest. */
export function watchInstalled(registry: Registry, installed: (profile: CniProfile) => void): Disposable {
  return registry.watch<V1Pod>('pods', ({ type, object }) => {
    const profile = type === 'DELETED' ? undefined : agentOf(object)
    if (!profile) return
    // The listener runs inside the commit; the agent may be gone when it is over.
    const { namespace = '', name = '' } = object.metadata ?? {}
    queueMicrotask(() => registry.find('pods', namespace, name) && installed(profile))
  })
}
