import type {
  KubernetesObject,
  V1ConfigMap,
  V1Deployment,
  V1Namespace,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { configMap, pod, registryFixture } from './cluster.fixture'
import { ApiError } from './status'

const failed = (action: () => unknown): ApiError => {
  try {
    action()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('did not fail')
}

const deployment = (replicas = 1) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'a', image: 'nginx' }] },
      },
    },
  }) as V1Deployment

test('a write that changes nothing takes no revision', () => {
  const { registry } = registryFixture()
  const created = registry.create('configmaps', configMap('a', { x: '1' }))
  const { revision } = registry
  const same = registry.update('configmaps', configMap('a', { x: '1' }))
  expect([registry.revision, same.metadata?.resourceVersion]).toEqual([
    revision,
    created.metadata?.resourceVersion,
  ])
})

test('the second of two writers who read the same loses', () => {
  const { registry } = registryFixture()
  const read = registry.create('configmaps', configMap('a'))
  registry.update('configmaps', { ...read, data: { by: 'one' } } as V1ConfigMap)
  const error = failed(() => registry.update('configmaps', { ...read, data: { by: 'two' } } as V1ConfigMap))
  expect(error.message).toBe(
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  )
})

test('generation counts changes of the spec, not of labels or status', () => {
  const { registry } = registryFixture()
  registry.create('apps/deployments', deployment())
  const generation = () =>
    registry.get<V1Deployment>('apps/deployments', 'default', 'web').metadata?.generation
  const change = (edit: (object: V1Deployment) => void, subresource?: string) =>
    registry.modify<V1Deployment>('apps/deployments', 'default', 'web', edit, { subresource })
  change(object => {
    object.metadata!.labels = { a: 'b' }
  })
  change(object => {
    object.status = { replicas: 1 }
  }, 'status')
  expect(generation()).toBe(1)
  change(object => {
    object.spec!.replicas = 3
  })
  expect(generation()).toBe(2)
})

test('only the status subresource writes the status, and nothing else', () => {
  const { registry } = registryFixture()
  registry.create('apps/deployments', deployment())
  const edit = (object: V1Deployment) => {
    object.spec!.replicas = 9
    object.status = { replicas: 5 }
  }
  registry.modify<V1Deployment>('apps/deployments', 'default', 'web', edit)
  expect(registry.get<V1Deployment>('apps/deployments', 'default', 'web')).toMatchObject({
    spec: { replicas: 9 },
    status: {},
  })
  const after = registry.modify<V1Deployment>(
    'apps/deployments',
    'default',
    'web',
    object => {
      object.spec!.replicas = 1
      object.status = { replicas: 5 }
    },
    { subresource: 'status' },
  )
  expect(after).toMatchObject({ spec: { replicas: 9 }, status: { replicas: 5 } })
})

test('a pod on a node is asked to go, then goes; one that nobody runs goes at once', () => {
  const { registry } = registryFixture()
  registry.create('pods', pod('waiting'))
  registry.delete('pods', 'default', 'waiting')
  expect(registry.find('pods', 'default', 'waiting')).toBeUndefined()

  registry.create('pods', {
    ...pod('running'),
    spec: { ...pod('x').spec, nodeName: 'minikube' },
  } as KubernetesObject)
  const going = registry.delete<V1Pod>('pods', 'default', 'running')
  expect(going.metadata?.deletionGracePeriodSeconds).toBe(30)
  const sooner = registry.delete<V1Pod>('pods', 'default', 'running', { gracePeriodSeconds: 5 })
  expect(sooner.metadata?.deletionGracePeriodSeconds).toBe(5)
  expect(registry.delete<V1Pod>('pods', 'default', 'running').metadata?.deletionGracePeriodSeconds).toBe(5)
  registry.delete('pods', 'default', 'running', { gracePeriodSeconds: 0 })
  expect(registry.find('pods', 'default', 'running')).toBeUndefined()
})

test('finalizers hold an object until the last is gone', () => {
  const { registry } = registryFixture()
  const held = configMap('held')
  registry.create('configmaps', { ...held, metadata: { ...held.metadata, finalizers: ['example.com/a'] } })
  registry.delete('configmaps', 'default', 'held')
  expect(registry.get('configmaps', 'default', 'held').metadata?.deletionTimestamp).toBeDefined()
  registry.modify('configmaps', 'default', 'held', object => {
    object.metadata!.finalizers = []
  })
  expect(registry.find('configmaps', 'default', 'held')).toBeUndefined()
})

test('nothing is made in a namespace that is not there, or that is going', () => {
  const { registry } = registryFixture()
  const map = configMap('a')
  const into = (namespace: string) => () =>
    registry.create('configmaps', { ...map, metadata: { ...map.metadata, namespace } })
  expect(failed(into('nowhere')).status).toMatchObject({
    code: 404,
    message: 'namespaces "nowhere" not found',
  })
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  const going = registry.delete<V1Namespace>('namespaces', '', 'shop')
  expect(going.status?.phase).toBe('Terminating')
  expect(failed(into('shop')).status).toMatchObject({
    code: 403,
    message:
      'configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
    details: { causes: [{ reason: 'NamespaceTerminating' }] },
  })
  expect(failed(() => registry.delete('namespaces', '', 'default')).message).toBe(
    'namespaces "default" is forbidden: this namespace may not be deleted',
  )
})

test('a dry run answers and leaves everything as it was', () => {
  const { registry } = registryFixture()
  const { revision } = registry
  expect(registry.create('configmaps', configMap('a'), { dryRun: true }).metadata?.uid).toBeDefined()
  expect([registry.revision, registry.find('configmaps', 'default', 'a')]).toEqual([revision, undefined])
})

test('a pod gets what admission gives: account, token, tolerations, priority', () => {
  const { registry } = registryFixture()
  const created = registry.create('pods', pod('web') as V1Pod)
  expect(created.spec).toMatchObject({
    serviceAccountName: 'default',
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    enableServiceLinks: true,
    tolerations: [{ key: 'node.kubernetes.io/not-ready' }, { key: 'node.kubernetes.io/unreachable' }],
    volumes: [{ name: expect.stringMatching(/^kube-api-access-\w{5}$/) }],
    containers: [{ imagePullPolicy: 'Always', volumeMounts: [{ readOnly: true }] }],
  })
  expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' })
})

test('a pod in place changes its image and nothing else', () => {
  const { registry } = registryFixture()
  registry.create('pods', pod('web'))
  const change = (edit: (spec: NonNullable<V1Pod['spec']>) => void) => () =>
    registry.modify<V1Pod>('pods', 'default', 'web', object => edit(object.spec!))
  change(spec => {
    spec.containers[0]!.image = 'nginx:2'
  })()
  expect(
    failed(
      change(spec => {
        spec.restartPolicy = 'Never'
      }),
    ).message,
  ).toMatch(
    /^Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`/,
  )
  expect(
    failed(
      change(spec => {
        spec.containers.push({ name: 'more', image: 'x' })
      }),
    ).message,
  ).toBe('Pod "web" is invalid: spec.containers: Forbidden: pod updates may not add or remove containers')
})

test('ephemeral containers come by their subresource and stay as they are', () => {
  const { registry } = registryFixture()
  registry.create('pods', pod('web'))
  const write = (names: string[], image = 'busybox') =>
    registry.modify<V1Pod>(
      'pods',
      'default',
      'web',
      object => {
        object.spec!.ephemeralContainers = names.map(name => ({ name, image }))
      },
      { subresource: 'ephemeralcontainers' },
    )
  expect(write(['debug']).spec?.ephemeralContainers).toMatchObject([
    { name: 'debug', imagePullPolicy: 'Always' },
  ])
  expect(failed(() => write([])).message).toContain(
    'existing ephemeral containers "debug" may not be removed',
  )
  expect(failed(() => write(['debug'], 'nginx')).message).toContain('may not be changed')
})

test('services are given addresses of their own, or the one they ask for', () => {
  const { registry } = registryFixture()
  const service = (name: string, spec: object = {}): V1Service => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { ports: [{ port: 80 }], ...spec },
  })
  const given = registry.create('services', service('a'))
  expect(given.spec?.clusterIP).toMatch(/^10\.96\.\d+\.\d+$/)
  expect(given.spec?.clusterIPs).toEqual([given.spec?.clusterIP])
  expect(registry.create('services', service('b', { clusterIP: '10.96.7.7' })).spec?.clusterIP).toBe(
    '10.96.7.7',
  )
  expect(failed(() => registry.create('services', service('c', { clusterIP: '10.96.7.7' }))).message).toBe(
    'Service "c" is invalid: spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
  )
  const kept = registry.update('services', service('a', { ports: [{ port: 81 }] }))
  expect(kept.spec?.clusterIP).toBe(given.spec?.clusterIP)
})

test('an event that happens again is counted', () => {
  const { registry } = registryFixture()
  const about = registry.create('pods', pod('web'))
  for (let time = 0; time < 3; time++) {
    registry.event(about, { type: 'Normal', reason: 'Pulled', message: 'again', component: 'kubelet' })
  }
  expect(registry.list('events', { namespace: 'default' })).toMatchObject([{ count: 3, reason: 'Pulled' }])
})

test('a watch tells what is there, then every change', () => {
  const { registry } = registryFixture()
  registry.create('configmaps', configMap('a'))
  const seen: string[] = []
  const watch = registry.watch('configmaps', ({ type, object }) =>
    seen.push(`${type} ${object.metadata?.name}`),
  )
  registry.create('configmaps', configMap('b'))
  registry.delete('configmaps', 'default', 'a')
  watch.dispose()
  registry.create('configmaps', configMap('c'))
  expect(seen).toEqual(['ADDED a', 'ADDED b', 'DELETED a'])
})

test('an object that is going gets no new finalizers', () => {
  const { registry } = registryFixture()
  registry.create('configmaps', {
    ...configMap('a'),
    metadata: { name: 'a', namespace: 'default', finalizers: ['x.io/y'] },
  })
  registry.delete('configmaps', 'default', 'a')
  expect(() =>
    registry.modify('configmaps', 'default', 'a', object => {
      object.metadata!.finalizers!.push('a.io/b')
    }),
  ).toThrow(
    'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.io/b"}',
  )
})
