import type { V1Deployment } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { apiFixture, configMap, pod, registryFixture } from '../cluster.fixture'

const apply = { 'content-type': 'application/apply-patch+yaml' }
const path = '/api/v1/namespaces/default/configmaps/a'
const wanted = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data,
})

test('an update owns what it changes, and takes it from who owned it', () => {
  const { registry } = registryFixture()
  registry.create('pods', pod('web', { app: 'web', tier: 'front' }), { fieldManager: 'kubectl-create' })
  const labeled = registry.modify(
    'pods',
    'default',
    'web',
    object => {
      object.metadata!.labels!.app = 'blue'
    },
    { fieldManager: 'kubectl-label' },
  )
  const entries = labeled.metadata!.managedFields!
  expect(entries.map(({ manager }) => manager)).toEqual(['kubectl-create', 'kubectl-label'])
  expect(entries[1]!.fieldsV1).toEqual({ 'f:metadata': { 'f:labels': { 'f:app': {} } } })
  expect(entries[0]!.fieldsV1).toMatchObject({
    'f:metadata': { 'f:labels': { '.': {}, 'f:tier': {} } },
    'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:resources': {} } } },
  })
})

test('what admission adds is nobody’s', () => {
  const { registry } = registryFixture()
  const created = registry.create('pods', pod('web'), { fieldManager: 'kubectl' })
  const spec = (created.metadata!.managedFields![0]!.fieldsV1 as Record<string, object>)['f:spec']
  expect(Object.keys(spec!)).not.toContain('f:volumes')
})

test('atomic fields are owned whole', () => {
  const { registry } = registryFixture()
  const created = registry.create('apps/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'x' }] } },
    },
  } as V1Deployment)
  expect(created.metadata!.managedFields![0]!.fieldsV1).toMatchObject({ 'f:spec': { 'f:selector': {} } })
})

test('server-side apply makes, merges, gives up what it no longer names, and stops at what is another’s', async () => {
  const api = await apiFixture()
  const send = (manager: string, data: Record<string, string>, more = '') =>
    api.call('PATCH', `${path}?fieldManager=${manager}${more}`, wanted(data), apply)
  try {
    expect((await send('one', { a: '1', b: '1' })).status).toBe(201)
    expect((await send('two', { c: '2' })).body).toMatchObject({ data: { a: '1', b: '1', c: '2' } })
    expect((await send('one', { a: '1' })).body.data).toEqual({ a: '1', c: '2' })
    const refused = await send('one', { a: '1', c: '9' })
    expect(refused.body).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "two": .data.c',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.c' }] },
    })
    expect((await send('one', { a: '1', c: '9' }, '&force=true')).body.data).toEqual({ a: '1', c: '9' })
    expect((await send('', { a: '1' })).status).toBe(422)
  } finally {
    await api.close()
  }
})

test('a client may write the entries itself, as kubectl does when it goes over to server-side apply', () => {
  const { registry } = registryFixture()
  registry.create('configmaps', configMap('a', { x: '1' }), { fieldManager: 'kubectl-create' })
  const moved = registry.modify(
    'configmaps',
    'default',
    'a',
    object => {
      object.metadata!.managedFields![0]!.manager = 'kubectl'
    },
    { fieldManager: 'kubectl' },
  )
  expect(moved.metadata!.managedFields!.map(({ manager }) => manager)).toEqual(['kubectl'])
  const forgotten = registry.modify('configmaps', 'default', 'a', object => {
    object.metadata!.managedFields = [{}]
  })
  expect(forgotten.metadata!.managedFields).toBeUndefined()
})
