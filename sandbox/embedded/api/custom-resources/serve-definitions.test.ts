import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Answer, apiFixture } from '../cluster.fixture'

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const widgets = '/apis/example.com/v1/namespaces/default/widgets'
const merge = { 'content-type': 'application/merge-patch+json' }

const version = (name: string, more: object = {}) => ({
  name,
  served: true,
  storage: name === 'v1',
  subresources: {
    status: {},
    scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
  },
  additionalPrinterColumns: [
    { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
    { name: 'Port', type: 'string', jsonPath: '.spec.ports[*].port' },
  ],
  schema: {
    openAPIV3Schema: {
      type: 'object',
      description: 'A widget.',
      required: ['spec'],
      properties: {
        spec: {
          type: 'object',
          required: ['size'],
          properties: {
            size: { type: 'integer', minimum: 1 },
            color: { type: 'string', enum: ['red', 'green'], default: 'red' },
            name: { type: 'string', pattern: '^(a+)+$' },
            replicas: { type: 'integer', default: 1 },
            ports: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['port'],
              items: { type: 'object', properties: { port: { type: 'integer' } } },
            },
            any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
        status: { type: 'object', properties: { replicas: { type: 'integer' } } },
      },
    },
  },
  ...more,
})

const definition = (versions: object[] = [version('v1'), version('v2')]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', shortNames: ['wd'] },
    versions,
  },
})

const widget = (spec: object, name = 'w') => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name },
  spec,
})

let api: Awaited<ReturnType<typeof apiFixture>>
const established = (expected: boolean) =>
  vi.waitFor(async () => expect((await api.call('GET', widgets)).status).toBe(expected ? 200 : 404))

beforeAll(async () => {
  api = await apiFixture()
  await api.call('POST', definitions, definition())
  await established(true)
})
afterAll(() => api.close())

const message = ({ body }: Answer) => body.message

test('an object with empty metadata is told that it wants a name', async () => {
  expect(message(await api.call('POST', widgets, { ...widget({ size: 1 }), metadata: {} }))).toBe(
    'Widget.example.com "" is invalid: metadata.name: Required value: name or generateName is required',
  )
  const policies = '/apis/policy.networking.k8s.io/v1alpha1/baselineadminnetworkpolicies'
  const nameless = {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'BaselineAdminNetworkPolicy',
    metadata: {},
    spec: { subject: { pods: {} } },
  }
  expect((await api.call('POST', policies, nameless)).status).toBe(422)
})
const created = (spec: object, name?: string) => api.call('POST', widgets, widget(spec, name))

test('names are accepted, and the definition says so', async () => {
  const { status } = (await api.call('GET', `${definitions}/widgets.example.com`)).body as {
    status: Record<string, unknown>
  }
  expect(status).toMatchObject({
    acceptedNames: { singular: 'widget', listKind: 'WidgetList' },
    conditions: [
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts' },
      { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
    ],
    storedVersions: ['v1'],
  })
})

test('discovery and OpenAPI follow at once', async () => {
  const { body } = await api.call('GET', '/apis/example.com/v1')
  expect((body.resources as { name: string }[]).map(({ name }) => name)).toEqual([
    'widgets',
    'widgets/scale',
    'widgets/status',
  ])
  const document = (await api.call('GET', '/openapi/v3/apis/example.com/v1')).body as {
    components: { schemas: Record<string, { description?: string }> }
  }
  expect(document.components.schemas['com.example.v1.Widget']?.description).toBe('A widget.')
})

test.each([
  [{}, 'spec.size: Required value'],
  [{ size: 'x' }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
  [{ size: 0 }, 'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1'],
  [{ size: 1, color: 'blue' }, 'spec.color: Unsupported value: "blue": supported values: "red", "green"'],
  [{ size: 1, ports: [{ port: 1 }, { port: 1 }] }, 'spec.ports[1]: Duplicate value: {"port":1}'],
])('%j is refused', async (spec, why) => {
  const refused = await created(spec)
  expect(refused.status).toBe(422)
  expect(message(refused)).toBe(`Widget.example.com "w" is invalid: ${why}`)
})

test('a pattern takes no time to refuse what it could think about for ever', async () => {
  expect((await created({ size: 1, name: `${'a'.repeat(5_000)}!` })).status).toBe(422)
})

test('objects get defaults, lose what is unknown, and keep what may be anything', async () => {
  const { body } = await created({ size: 1, bogus: 1, any: { deep: { er: [1] } } }, 'pruned')
  expect(body.spec).toEqual({ size: 1, color: 'red', replicas: 1, any: { deep: { er: [1] } } })
  const strict = await api.call('POST', `${widgets}?fieldValidation=Strict`, widget({ size: 1, bogus: 1 }))
  expect(message(strict)).toBe(
    'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.bogus"',
  )
})

test('another version shows the same objects', async () => {
  await created({ size: 2 }, 'both')
  const shown = await api.call('GET', '/apis/example.com/v2/namespaces/default/widgets/both')
  expect(shown.body).toMatchObject({ apiVersion: 'example.com/v2', spec: { size: 2 } })
})

test('status and scale are written by themselves', async () => {
  await created({ size: 3 }, 'scaled')
  const path = `${widgets}/scaled`
  const changes = { spec: { size: 9 }, status: { replicas: 2 } }
  await api.call('PATCH', `${path}/status`, changes, merge)
  await api.call('PATCH', `${path}/scale`, { spec: { replicas: 4 } }, merge)
  const { spec, status } = (await api.call('GET', path)).body
  expect({ spec, status }).toMatchObject({ spec: { size: 3, replicas: 4 }, status: { replicas: 2 } })
  const scale = await api.call('GET', `${path}/scale`)
  expect(scale.body).toMatchObject({ kind: 'Scale', spec: { replicas: 4 }, status: { replicas: 2 } })
})

test('there is no strategic merge for kinds without Go types', async () => {
  await created({ size: 1 }, 'patched')
  const type = { 'content-type': 'application/strategic-merge-patch+json' }
  expect((await api.call('PATCH', `${widgets}/patched`, { spec: { size: 2 } }, type)).status).toBe(415)
})

test('tables have the definition’s columns', async () => {
  await created({ size: 5, ports: [{ port: 80 }] }, 'column')
  const table = await api.call('GET', `${widgets}/column`, undefined, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
  })
  expect((table.body.rows as { cells: unknown[] }[])[0]?.cells).toEqual(['column', 5, '80'])
})

test('a second kind of the same name is not accepted', async () => {
  const other = definition([version('v1')])
  other.metadata.name = 'gadgets.example.com'
  other.spec.names = { kind: 'Widget', plural: 'gadgets', shortNames: [] }
  await api.call('POST', definitions, other)
  await vi.waitFor(async () => {
    const { body } = await api.call('GET', `${definitions}/gadgets.example.com`)
    expect((body.status as { conditions: object[] }).conditions).toMatchObject([
      { type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict' },
      { type: 'Established', status: 'False', reason: 'NotAccepted' },
    ])
  })
})

test('with the definition go its objects', async () => {
  await api.call('DELETE', `${definitions}/widgets.example.com`)
  await established(false)
  expect((await api.call('GET', `${definitions}/widgets.example.com`)).status).toBe(404)
  await api.call('POST', definitions, definition())
  await established(true)
  expect((await api.call('GET', widgets)).body.items).toEqual([])
})

test.each([
  ['no schema', { schema: {} }, 'spec.versions[0].schema.openAPIV3Schema: Required value'],
  [
    'a schema that is not structural',
    { schema: { openAPIV3Schema: { type: 'object', properties: { spec: {} } } } },
    'spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields',
  ],
  [
    'a column without a path',
    { additionalPrinterColumns: [{ name: 'A', type: 'string' }] },
    'spec.additionalPrinterColumns[0].JSONPath: Required value',
  ],
])('a definition with %s is refused', async (_, more, why) => {
  const wrong = definition([version('v1', more)])
  wrong.metadata.name = 'wrongs.example.com'
  wrong.spec.names = { kind: 'Wrong', plural: 'wrongs', shortNames: [] }
  const refused = await api.call('POST', definitions, wrong)
  expect(message(refused)).toBe(
    `CustomResourceDefinition.apiextensions.k8s.io "wrongs.example.com" is invalid: ${why}`,
  )
})

test('kinds of policy.networking.k8s.io are there from the start', async () => {
  const path = '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies'
  const policy = (spec: object) => ({ metadata: { name: 'p' }, spec })
  expect((await api.call('POST', path, policy({ tier: 'Gold', priority: 1 }))).status).toBe(422)
  const subject = { namespaces: {} }
  expect((await api.call('POST', path, policy({ tier: 'Admin', priority: 1, subject }))).status).toBe(201)
})
