import type {
  KubernetesObject,
  V1Deployment,
  V1EndpointSlice,
  V1Endpoints,
  V1Pod,
  V1ReplicaSet,
} from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Disposable } from '../../process'
import { createServiceAccountTokens } from '../api/authentication/service-account-tokens'
import { createRegistry } from '../api/generic-registry'
import type { Registry } from '../api/registry'
import { registrations } from '../resources'
import { createStore } from '../store'
import { bootstrap } from '../system'
import { startControllers } from '.'

let registry: Registry
let controllers: Disposable

beforeEach(() => {
  registry = createRegistry({ store: createStore(), registrations })
  bootstrap(registry)
  const accounts = createServiceAccountTokens({ registry })
  controllers = startControllers({ registry, accounts, certificateAuthority: 'CA' })
})
afterEach(() => controllers.dispose())

/** Controllers work in microtasks after each commit: when the queue of tasks turns, they are at rest. */
const atRest = () => new Promise(resolve => setImmediate(resolve))

const namespace = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
})
const pod = (name: string, labels = {}, spec: object = {}): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: {
    containers: [{ name: 'main', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }],
    ...spec,
  },
})
const names = (resource: string) =>
  registry.list(resource, { namespace: 'shop' }).map(({ metadata }) => metadata?.name)

/** What a kubelet would report. */
const run = (name: string, podIP: string, ready = true) =>
  registry.modify<V1Pod>(
    'pods',
    'shop',
    name,
    running => {
      running.status = {
        ...running.status,
        phase: 'Running',
        podIP,
        conditions: [
          ...(running.status?.conditions ?? []),
          { type: 'Ready', status: ready ? 'True' : 'False' },
        ],
      }
    },
    { subresource: 'status' },
  )

test('a namespace gets its service account and CA bundle, again when they are deleted', async () => {
  registry.create('namespaces', namespace('shop'))
  await atRest()
  expect(names('serviceaccounts')).toEqual(['default'])
  expect(names('configmaps')).toEqual(['kube-root-ca.crt'])
  registry.delete('serviceaccounts', 'shop', 'default')
  await atRest()
  expect(names('serviceaccounts')).toEqual(['default'])
})

test('a terminating namespace is emptied, then gone', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'shop' },
  })
  await atRest()
  registry.delete('namespaces', '', 'shop')
  await atRest()
  expect(registry.find('namespaces', '', 'shop')).toBeUndefined()
  expect(names('configmaps')).toEqual([])
})

test('a pod is bound to the node, with the event that says so', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('pods', pod('web'))
  await atRest()
  expect(registry.get<V1Pod>('pods', 'shop', 'web').spec?.nodeName).toBe('minikube')
  expect(
    registry.list<KubernetesObject & { message: string }>('events', { namespace: 'shop' })[0]?.message,
  ).toBe('Successfully assigned shop/web to minikube')
})

test('a pod that fits no node stays Pending and says why', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('pods', pod('web', {}, { nodeSelector: { disk: 'ssd' } }))
  await atRest()
  const { spec, status } = registry.get<V1Pod>('pods', 'shop', 'web')
  expect(spec?.nodeName).toBeUndefined()
  expect(status?.conditions?.find(({ type }) => type === 'PodScheduled')).toMatchObject({
    status: 'False',
    reason: 'Unschedulable',
  })
})

test('a service lists the addresses of the pods it selects, ready and not, and resolves a named target port', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
  } as KubernetesObject)
  for (const name of ['a', 'b', 'other'])
    registry.create('pods', pod(name, { app: name === 'other' ? 'x' : 'web' }))
  await atRest()
  run('a', '10.244.0.9')
  run('b', '10.244.0.10', false)
  run('other', '10.244.0.11')
  await atRest()
  const [subset] = registry.get<V1Endpoints>('endpoints', 'shop', 'web').subsets!
  expect(subset?.addresses?.map(({ ip }) => ip)).toEqual(['10.244.0.9'])
  expect(subset?.notReadyAddresses?.map(({ ip }) => ip)).toEqual(['10.244.0.10'])
  expect(subset?.ports?.[0]).toMatchObject({ port: 8080, protocol: 'TCP' })
  const [slice] = registry.list<V1EndpointSlice>('discovery.k8s.io/endpointslices', { namespace: 'shop' })
  expect(slice?.endpoints?.map(({ conditions }) => conditions?.ready)).toEqual([true, false])

  registry.delete('services', 'shop', 'web')
  await atRest()
  expect(names('endpoints')).toEqual([])
  expect(names('discovery.k8s.io/endpointslices')).toEqual([])
})

const deployment = (image: string, replicas = 2): V1Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'shop' } },
    template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'main', image }] } },
  },
})
const sets = () => registry.list<V1ReplicaSet>('apps/replicasets', { namespace: 'shop' })
const pods = () => registry.list<V1Pod>('pods', { namespace: 'shop' })

test('a deployment makes a replica set, that its pods; a new image rolls over to a new set', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('apps/deployments', deployment('nginx'))
  await atRest()
  expect(sets()).toHaveLength(1)
  expect(pods()).toHaveLength(2)
  let address = 10
  for (const { metadata } of pods()) run(metadata!.name!, `10.244.0.${address++}`)
  await atRest()
  expect(registry.get<V1Deployment>('apps/deployments', 'shop', 'shop').status).toMatchObject({
    replicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
  })

  registry.modify<V1Deployment>('apps/deployments', 'shop', 'shop', changed => {
    changed.spec!.template.spec!.containers[0]!.image = 'nginx:alpine'
  })
  for (let step = 0; step < 6; step++) {
    await atRest()
    for (const { metadata, status, spec } of pods()) {
      if (metadata?.deletionTimestamp)
        registry.delete('pods', 'shop', metadata.name!, { gracePeriodSeconds: 0 })
      else if (status?.phase !== 'Running' && spec?.containers[0]?.image === 'nginx:alpine') {
        run(metadata!.name!, `10.244.0.${address++}`)
      }
    }
  }
  await atRest()
  expect(pods().map(({ spec }) => spec?.containers[0]?.image)).toEqual(['nginx:alpine', 'nginx:alpine'])
  expect(
    sets()
      .map(({ spec }) => spec?.replicas)
      .sort(),
  ).toEqual([0, 2])
  expect(registry.get('apps/deployments', 'shop', 'shop').metadata?.annotations).toMatchObject({
    'deployment.kubernetes.io/revision': '2',
  })
})

test('what a deleted deployment owned goes with it; with Orphan it stays, to be adopted', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('apps/deployments', deployment('nginx'))
  await atRest()
  registry.delete('apps/deployments', 'shop', 'shop', { propagationPolicy: 'Orphan' })
  await atRest()
  expect(names('apps/deployments')).toEqual([])
  expect(sets()).toHaveLength(1)
  expect(sets()[0]?.metadata?.ownerReferences ?? []).toEqual([])

  registry.create('apps/deployments', {
    ...deployment('httpd'),
    metadata: { name: 'second', namespace: 'shop' },
  })
  await atRest()
  expect(sets().map(({ metadata }) => metadata?.ownerReferences?.[0]?.name)).toEqual(['second', 'second'])
  registry.delete('apps/deployments', 'shop', 'second', { propagationPolicy: 'Background' })
  await atRest()
  expect(sets()).toEqual([])
})

test('Foreground waits for what is owned', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('apps/deployments', deployment('nginx'))
  await atRest()
  for (const { metadata } of pods()) run(metadata!.name!, '10.244.0.9')
  registry.delete('apps/deployments', 'shop', 'shop', { propagationPolicy: 'Foreground' })
  await atRest()
  expect(names('apps/deployments')).toEqual(['shop'])
  for (const { metadata } of pods())
    registry.delete('pods', 'shop', metadata!.name!, { gracePeriodSeconds: 0 })
  await atRest()
  expect(names('apps/deployments')).toEqual([])
  expect(names('apps/replicasets')).toEqual([])
})

test('a gated pod waits until its gates are taken away', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('pods', pod('gated', {}, { schedulingGates: [{ name: 'example.com/wait' }] }))
  await atRest()
  const scheduled = () =>
    registry
      .get<V1Pod>('pods', 'shop', 'gated')
      .status?.conditions?.find(({ type }) => type === 'PodScheduled')
  expect(scheduled()).toMatchObject({ status: 'False', reason: 'SchedulingGated' })
  registry.modify<V1Pod>('pods', 'shop', 'gated', open => {
    open.spec!.schedulingGates = []
  })
  await atRest()
  expect(scheduled()).toMatchObject({ status: 'True' })
})

test('why no node takes a pod is said in the words of the scheduler', async () => {
  registry.create('namespaces', namespace('shop'))
  registry.create('pods', pod('picky', {}, { nodeSelector: { disk: 'ssd' } }))
  await atRest()
  expect(registry.get<V1Pod>('pods', 'shop', 'picky').status?.conditions?.[0]?.message).toBe(
    "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
  )
})
