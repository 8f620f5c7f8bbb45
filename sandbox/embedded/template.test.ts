import type { V1ObjectMeta, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, createCluster } from './cluster'
import { copyOf, type Template, templateOf } from './template'

type Written = { metadata: V1ObjectMeta; status?: { containerID: string; imageID: string }; target?: string }

const uid = '5e7c2a8e-0f4b-4c1d-9a3e-2b1f6d8c9a70'
const containerID = `containerd://${'ab'.repeat(32)}`
const imageID = `docker.io/library/nginx@sha256:${'cd'.repeat(32)}`
const made = (resource: string, object: { metadata: V1ObjectMeta } & Record<string, unknown>) =>
  [
    { resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' },
    { ...object, metadata: { creationTimestamp: '2026-01-01T10:00:05Z', ...object.metadata } },
  ] as never

const template = templateOf({
  revision: 7,
  objects: [
    made('apps/replicasets', { metadata: { name: 'dns-5d48f', uid } }),
    made('pods', {
      metadata: {
        name: 'dns-5d48f-x7k2p',
        generateName: 'dns-5d48f-',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'dns-5d48f', uid }],
        annotations: { released: '2020-05-05T00:00:00Z' },
      },
      status: { containerID, imageID, startTime: '2026-01-01T10:00:07Z' },
    }),
    made('discovery.k8s.io/endpointslices', { metadata: { name: 'dns' }, target: 'dns-5d48f-x7k2p' }),
    made('events', { metadata: { name: 'dns-5d48f-x7k2p.18ec' } }),
  ],
})

it('a copy has uids, container ids and generated names of its own, the same wherever they stand', () => {
  const { revision, objects } = copyOf(template)
  const [set, pod, slice] = objects.map(([, object]) => object as Written)
  expect(revision).toBe(7)
  expect(set?.metadata.uid).not.toBe(uid)
  expect(pod?.metadata.ownerReferences?.[0]?.uid).toBe(set?.metadata.uid)
  expect(pod?.metadata.name).toMatch(/^dns-5d48f-[a-z0-9]{5}$/)
  expect(pod?.metadata.name).not.toBe('dns-5d48f-x7k2p')
  expect(objects[1]?.[0].name).toBe(pod?.metadata.name)
  expect(slice?.target).toBe(pod?.metadata.name)
  expect(pod?.status?.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/)
  expect(pod?.status?.containerID).not.toBe(containerID)
  expect(pod?.status?.imageID).toBe(imageID)
})

it('a copy is as old as itself; what is older than any cluster stays', () => {
  const { objects } = copyOf(template, Date.parse('2026-03-01T12:00:05.600Z'))
  const pod = objects[1]![1] as V1Pod
  expect(pod.metadata?.creationTimestamp).toBe('2026-03-01T12:00:05Z')
  expect(pod.status?.startTime).toBe('2026-03-01T12:00:07Z')
  expect(pod.metadata?.annotations?.released).toBe('2020-05-05T00:00:00Z')
})

it('a copy has no events of a beginning that it did not have', () => {
  expect(copyOf(template).objects.map(([{ resource }]) => resource)).not.toContain('events')
})

let first: Cluster
let second: Cluster

beforeAll(async () => {
  first = createCluster({ tokens: {} })
  await first.ready
  second = createCluster({ tokens: {}, template: first.template() as Template })
  await second.ready
})
afterAll(() => Promise.all([first.close(), second.close()]))

const uidsOf = ({ registry }: Cluster, resource: string) =>
  registry.list(resource).map(({ metadata }) => metadata?.uid)

it('what a cluster set up, one that begins with its template has as well, and shares none of it', () => {
  for (const resource of ['namespaces', 'nodes', 'pods', 'services', 'serviceaccounts', 'apps/deployments']) {
    const uids = uidsOf(second, resource)
    expect(uids).toHaveLength(uidsOf(first, resource).length)
    expect(uids.filter(one => uidsOf(first, resource).includes(one))).toEqual([])
  }
})

it('its system pods run, with their first containers', () => {
  for (const { status } of second.registry.list('pods') as V1Pod[]) {
    expect(status?.phase).toBe('Running')
    expect(status?.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0])
  }
})
