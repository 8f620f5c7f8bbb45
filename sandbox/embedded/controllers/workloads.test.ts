import type {
  KubernetesObject,
  V1CronJob,
  V1DaemonSet,
  V1Job,
  V1Pod,
  V1ReplicationController,
  V1StatefulSet,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../kubelet/node/node.fixture'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

const busy = { name: 'main', image: 'nginx' }
const create = (resource: string, apiVersion: string, kind: string, name: string, spec: object) =>
  lab.registry.create(resource, {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec,
  } as KubernetesObject)
const template = (app: string, spec: object = {}) => ({
  metadata: { labels: { app } },
  spec: { terminationGracePeriodSeconds: 0, containers: [busy], ...spec },
})
const pods = (app: string) =>
  lab.registry
    .list<V1Pod>('pods', { namespace, labelSelector: `app=${app}` })
    .filter(({ metadata }) => !metadata?.deletionTimestamp)
const allReady = (app: string, count: number) => () =>
  pods(app).length === count && pods(app).every(({ metadata }) => lab.isReady(metadata!.name!))
const workload = <T extends KubernetesObject>(resource: string, name: string) =>
  lab.registry.get<T>(resource, namespace, name)

describe('a daemon set', () => {
  it('has one pod on the node, a new one for a new template, none where its selector does not fit', async () => {
    create('apps/daemonsets', 'apps/v1', 'DaemonSet', 'agent', {
      selector: { matchLabels: { app: 'agent' } },
      template: template('agent'),
    })
    await lab.until(allReady('agent', 1))
    const [first] = pods('agent')
    lab.registry.modify<V1DaemonSet>('apps/daemonsets', namespace, 'agent', set => {
      set.spec!.template.spec!.containers[0]!.image = 'nginx:alpine'
    })
    await lab.until(() => allReady('agent', 1)() && pods('agent')[0]?.metadata?.uid !== first?.metadata?.uid)
    expect(pods('agent')[0]?.spec?.containers[0]?.image).toBe('nginx:alpine')
    expect(
      lab.registry.list<KubernetesObject & { revision: number }>('apps/controllerrevisions', { namespace }),
    ).toHaveLength(2)
    lab.registry.modify<V1DaemonSet>('apps/daemonsets', namespace, 'agent', set => {
      set.spec!.template.spec!.nodeSelector = { no: 'such' }
    })
    await lab.until(() => pods('agent').length === 0)
    expect(workload<V1DaemonSet>('apps/daemonsets', 'agent').status?.desiredNumberScheduled).toBe(0)
  })
})

describe('a replication controller', () => {
  it('keeps as many pods as it asks for, and counts them', async () => {
    create('replicationcontrollers', 'v1', 'ReplicationController', 'old', {
      replicas: 2,
      selector: { app: 'old' },
      template: template('old'),
    })
    await lab.until(allReady('old', 2))
    const counted = () => workload<V1ReplicationController>('replicationcontrollers', 'old').status
    await lab.until(() => counted()?.availableReplicas === 2)
    expect(counted()).not.toHaveProperty('terminatingReplicas')
    lab.registry.modify<V1ReplicationController>('replicationcontrollers', namespace, 'old', changed => {
      changed.spec!.replicas = 0
    })
    await lab.until(() => pods('old').length === 0)
  })
})

describe('a stateful set', () => {
  it('makes its pods in order, renews them down to the partition, shrinks from the last', async () => {
    create('apps/statefulsets', 'apps/v1', 'StatefulSet', 'db', {
      serviceName: 'db',
      replicas: 3,
      selector: { matchLabels: { app: 'db' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
      template: template('db'),
    })
    await lab.until(allReady('db', 3))
    const created = lab.registry
      .list<KubernetesObject & { message?: string }>('events', { namespace })
      .flatMap(({ message }) => /^Create Pod (\S+) in StatefulSet db/.exec(message ?? '')?.[1] ?? [])
    expect(created).toEqual(['db-0', 'db-1', 'db-2'])
    expect(lab.find('db-1')?.spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' })
    lab.registry.modify<V1StatefulSet>('apps/statefulsets', namespace, 'db', set => {
      set.spec!.template.spec!.containers[0]!.image = 'nginx:alpine'
    })
    const image = (name: string) => lab.find(name)?.spec?.containers[0]?.image
    await lab.until(() => image('db-2') === 'nginx:alpine' && allReady('db', 3)())
    expect([image('db-0'), image('db-1')]).toEqual(['nginx', 'nginx'])
    lab.registry.modify<V1StatefulSet>('apps/statefulsets', namespace, 'db', set => {
      set.spec!.replicas = 1
    })
    await lab.until(() => pods('db').length === 1)
    expect(lab.find('db-0')).toBeDefined()
  })
})

describe('a job', () => {
  const run = (name: string, command: string[], spec: object = {}) =>
    create('batch/jobs', 'batch/v1', 'Job', name, {
      ...spec,
      template: {
        metadata: { labels: { app: name } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command }] },
      },
    })
  const ended = (name: string) => () =>
    workload<V1Job>('batch/jobs', name).status?.conditions?.find(
      ({ type }) => type === 'Complete' || type === 'Failed',
    )

  it('is complete when its pods are, each index once', async () => {
    run('indexed', ['sh', '-c', 'echo $JOB_COMPLETION_INDEX'], {
      completions: 3,
      parallelism: 2,
      completionMode: 'Indexed',
    })
    await lab.until(ended('indexed'))
    expect(workload<V1Job>('batch/jobs', 'indexed').status).toMatchObject({
      succeeded: 3,
      completedIndexes: '0-2',
    })
    expect(pods('indexed').every(({ metadata }) => !metadata?.finalizers?.length)).toBe(true)
  })

  it('fails at its back-off limit, and at its deadline', async () => {
    run('failing', ['false'], { backoffLimit: 0 })
    run('slow', ['sleep', '60'], { activeDeadlineSeconds: 1 })
    await lab.until(() => ended('failing')() && ended('slow')())
    expect(ended('failing')()).toMatchObject({ type: 'Failed', reason: 'BackoffLimitExceeded' })
    expect(ended('slow')()).toMatchObject({ type: 'Failed', reason: 'DeadlineExceeded' })
  })

  it('waits while it is suspended', async () => {
    run('suspended', ['true'], { suspend: true })
    await new Promise(resolve => setImmediate(resolve))
    expect(pods('suspended')).toEqual([])
    lab.registry.modify<V1Job>('batch/jobs', namespace, 'suspended', job => {
      job.spec!.suspend = false
    })
    await lab.until(ended('suspended'))
    expect(ended('suspended')()).toMatchObject({ type: 'Complete', reason: 'CompletionsReached' })
  })
})

describe('a cron job', () => {
  it('makes the job of the time that has come, once, and knows when it succeeded', async () => {
    const containers = [{ name: 'main', image: 'busybox', command: ['true'] }]
    const cronJob = create('batch/cronjobs', 'batch/v1', 'CronJob', 'tick', {
      schedule: '* * * * *',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers } } } },
    })
    // As if it had been there for two minutes.
    lab.registry.modify<V1CronJob>(
      'batch/cronjobs',
      namespace,
      'tick',
      changed => {
        const before = Date.parse(String(cronJob.metadata!.creationTimestamp)) - 120_000
        changed.status = { lastScheduleTime: new Date(before).toISOString() as unknown as Date }
      },
      { subresource: 'status' },
    )
    await lab.until(() => workload<V1CronJob>('batch/cronjobs', 'tick').status?.lastSuccessfulTime)
    const made = lab.registry
      .list('batch/jobs', { namespace })
      .filter(({ metadata }) => metadata?.name?.startsWith('tick-'))
    expect(made.length).toBeGreaterThan(0)
    expect(made[0]?.metadata?.ownerReferences?.[0]).toMatchObject({ kind: 'CronJob', name: 'tick' })
  })
})
