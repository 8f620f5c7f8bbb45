import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCluster } from '@/sandbox/embedded/cluster'
import type { Resource } from './requests'
import type { Schema } from './values'

export const token = 'secret'
const authorization = `Bearer ${token}`

/** A whole cluster behind HTTP, in this process, with a pod called `web` in `default`. */
export async function startCluster() {
  const cluster = createCluster({
    cni: 'calico',
    tokens: { [token]: { username: 'minikube-user', groups: ['system:masters', 'system:authenticated'] } },
  })
  await cluster.ready
  const server = createServer(cluster.request).on('upgrade', cluster.upgrade)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const read = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } })
    return (await answer.json()) as T
  }
  const makeWeb = () =>
    fetch(`http://127.0.0.1:${port}/api/v1/namespaces/default/pods`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        metadata: { name: 'web', labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx' }] },
      }),
    }).then(answer => answer.arrayBuffer())
  await makeWeb()
  await cluster.settled(10_000)
  return {
    port,
    read,
    makeWeb,
    registry: cluster.registry,
    openConnections: () =>
      new Promise<number>(resolve => server.getConnections((_, count) => resolve(count))),
    async close() {
      server.closeAllConnections()
      server.close()
      await cluster.close()
    },
  }
}

type Group = { groupVersion: string; resources: { name: string; kind: string; namespaced: boolean }[] }
type Document = { components?: { schemas?: Record<string, Schema> } }
type GroupVersionKind = { group: string; version: string; kind: string }

/** Everything that the cluster serves, as its discovery and OpenAPI describe it. */
export async function describeResources(read: <T>(path: string) => Promise<T>): Promise<Resource[]> {
  const { groups } = await read<{ groups: { versions: { groupVersion: string }[] }[] }>('/apis')
  const versions = ['v1', ...groups.flatMap(group => group.versions.map(({ groupVersion }) => groupVersion))]
  const described = versions.map(async groupVersion => {
    const root = groupVersion === 'v1' ? 'api/v1' : `apis/${groupVersion}`
    const [{ resources }, document] = await Promise.all([
      read<Group>(`/${root}`),
      read<Document>(`/openapi/v3/${root}`),
    ])
    const definitions = document.components?.schemas ?? {}
    const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion]
    const schemaOf = (kind: string) =>
      Object.values(definitions).find(schema =>
        (schema as Record<string, GroupVersionKind[]>)['x-kubernetes-group-version-kind']?.some(
          one => one.group === group && one.version === version && one.kind === kind,
        ),
      )
    return resources
      .filter(({ name }) => !name.includes('/'))
      .map(
        ({ name, kind, namespaced }): Resource => ({
          groupVersion,
          name,
          kind,
          namespaced,
          schema: schemaOf(kind),
          definitions,
        }),
      )
  })
  return (await Promise.all(described)).flat()
}
