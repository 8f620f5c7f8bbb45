import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import { type KubernetesClient, resourcePath } from '../../client'

/** `web.shop.svc` and longer: the name of a Service as cluster DNS knows it. */
const serviceName = /^([^.]+)\.([^.]+)\.svc(\.|$)/

export type NamedService = { name: string; namespace: string }

export function namedService(name: string): NamedService | undefined {
  const [, service, namespace] = serviceName.exec(name) ?? []
  return service && namespace ? { name: service, namespace } : undefined
}

export const isThere = ({ name, namespace }: NamedService, services: readonly V1Service[]): boolean =>
  services.some(({ metadata }) => metadata?.name === name && metadata.namespace === namespace)

/** Does nobody who is Ready stand behind the Service? Undefined where that cannot be known. */
export async function isDeserted(
  { name, namespace }: NamedService,
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  const path = resourcePath({
    group: 'discovery.k8s.io',
    version: 'v1',
    resource: 'endpointslices',
    namespace,
  })
  const query = { labelSelector: `kubernetes.io/service-name=${name}` }
  try {
    const { body } = await client.request<{ items: V1EndpointSlice[] }>('GET', path, { query, signal })
    return !body.items
      .flatMap(({ endpoints }) => endpoints ?? [])
      .some(({ conditions }) => conditions?.ready !== false)
  } catch (_error) {
    signal?.throwIfAborted()
    return undefined
  }
}
