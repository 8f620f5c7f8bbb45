import { type KubernetesClient, resourcePath } from '../../../client'
import type { KubeObject } from '../object'
import { nameOf } from '../object'
import { containerNames, type Pod } from '../pods/containers'
import type { ApiResource } from '../resources/discovery'
import type { Mapper } from '../resources/mapper'

/** What of the cluster may stand at the cursor. Asks the server, and is given up after a moment. */
export type Live = {
  types(): string[]
  names(type: string): Promise<string[]>
  namespaces(): Promise<string[]>
  containers(pod: string): Promise<string[]>
}

const patience = 2000
const mostNames = 500

export function liveAnswers(client: KubernetesClient, mapper: Mapper, namespace: string): Live {
  const list = async (path: string): Promise<string[]> => {
    const { body } = await client.request<{ items?: KubeObject[] }>('GET', path, {
      accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
      query: { limit: mostNames },
      signal: AbortSignal.timeout(patience),
    })
    return (body.items ?? []).map(nameOf)
  }
  const collection = (resource: Pick<ApiResource, 'group' | 'version' | 'resource' | 'namespaced'>) =>
    resourcePath({ ...resource, namespace: resource.namespaced ? namespace : undefined })
  return {
    types: () =>
      mapper.resources
        .filter(({ preferred, verbs }) => preferred && verbs.includes('list'))
        .flatMap(namesOfType),
    names: type => list(collection(mapper.forArgument(type))),
    namespaces: () => list('/api/v1/namespaces'),
    async containers(pod) {
      const path = resourcePath({
        group: '',
        version: 'v1',
        resource: 'pods',
        namespace,
        name: pod.replace(/^pods?\//, ''),
      })
      const { body } = await client.request<Pod>('GET', path, { signal: AbortSignal.timeout(patience) })
      return containerNames(body)
    },
  }
}

/** Plural first: it is what is shown when several match. */
const namesOfType = ({ resource, shortNames }: ApiResource): string[] => [resource, ...shortNames]
