import { connect } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { registrations } from '../resources'
import { apiFixture, configMap, pod } from './cluster.fixture'

let api: Awaited<ReturnType<typeof apiFixture>>
beforeEach(async () => {
  api = await apiFixture()
})
afterEach(() => api.close())

const namespace = '/api/v1/namespaces/default'
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }

describe('who asks', () => {
  const asked = (authorization?: string) =>
    fetch(`${api.base}/api/v1/pods`, { headers: authorization ? { authorization } : {} })

  test.each(['Bearer wrong', 'Basic eDp5', 'Bearer a.b.c'])('%s is nobody', async authorization =>
    expect((await asked(authorization)).status).toBe(401),
  )

  test.each([undefined, 'secret', 'Bearer'])(
    '%s is anybody, who may do next to nothing',
    async authorization => {
      const answer = await asked(authorization)
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({
        message:
          'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
      })
    },
  )

  test('the token counts as password too', async () => {
    const authorization = `Basic ${Buffer.from('any:secret').toString('base64')}`
    expect((await api.call('GET', '/api/v1/pods', undefined, { authorization })).status).toBe(200)
  })

  test('another prefix is not served', async () => {
    const other = api.base.replace('/k8s/one', '/k8s/two')
    const { status } = await fetch(`${other}/api/v1/pods`, { headers: { authorization: 'Bearer secret' } })
    expect(status).toBe(404)
  })
})

describe('discovery', () => {
  test('names the version', async () => {
    expect((await api.call('GET', '/version')).body).toMatchObject({ gitVersion: 'v1.36.3', minor: '36' })
  })

  test('classic and aggregated list the same resources', async () => {
    const classic = await api.call('GET', '/apis/networking.k8s.io/v1')
    const names = (classic.body.resources as { name: string }[])
      .map(({ name }) => name)
      .filter(name => !name.includes('/'))
    const aggregated = await api.call('GET', '/apis', undefined, {
      accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    })
    const groups = aggregated.body.items as {
      metadata: { name: string }
      versions: { resources: { resource: string }[] }[]
    }[]
    const networking = groups.find(({ metadata }) => metadata.name === 'networking.k8s.io')
    expect(networking?.versions[0]?.resources.map(({ resource }) => resource)).toEqual(names)
    expect(names).toContain('networkpolicies')
  })

  test('every OpenAPI document of the index is there, its references too', async () => {
    const index = await api.call('GET', '/openapi/v3')
    // The index is JSON in plain text, as the real server sends it.
    const { paths } = JSON.parse(index.body as unknown as string) as {
      paths: Record<string, { serverRelativeURL: string }>
    }
    for (const { serverRelativeURL } of Object.values(paths)) {
      const { status, body } = await api.call('GET', serverRelativeURL)
      expect(status).toBe(200)
      const text = JSON.stringify(body)
      const schemas = Object.keys((body.components as { schemas: object }).schemas)
      const missing = [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].filter(
        ([, name]) => !schemas.includes(name!),
      )
      expect(missing).toEqual([])
      expect(text).not.toContain('x-go')
    }
  })
})

describe('reading', () => {
  test('a list has the revision, a Table the columns', async () => {
    api.registry.create('pods', pod('web'))
    const list = await api.call('GET', `${namespace}/pods`)
    expect(list.body).toMatchObject({
      kind: 'PodList',
      metadata: { resourceVersion: String(api.registry.revision) },
    })
    const { body } = await api.call('GET', `${namespace}/pods`, undefined, table)
    expect((body.columnDefinitions as { name: string }[]).map(({ name }) => name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      'IP',
      'Node',
      'Nominated Node',
      'Readiness Gates',
    ])
    expect((body.rows as { cells: unknown[] }[])[0]?.cells.slice(0, 4)).toEqual([
      'web',
      '0/1',
      'Pending',
      '0',
    ])
  })

  test('pages join to the whole', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.registry.create('configmaps', configMap(name))
    const names: string[] = []
    let token = ''
    do {
      const { body } = await api.call('GET', `${namespace}/configmaps?limit=2&continue=${token}`)
      names.push(...(body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name))
      token = (body.metadata as { continue?: string }).continue ?? ''
    } while (token)
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('large answers are compressed for those who want it', async () => {
    api.registry.create('configmaps', configMap('big', { x: 'y'.repeat(300_000) }))
    const raw = await new Promise<Buffer>((resolve, reject) => {
      const { hostname, port, pathname } = new URL(`${api.base}${namespace}/configmaps/big`)
      const chunks: Buffer[] = []
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`,
        ),
      )
      socket.on('data', chunk => chunks.push(chunk))
      socket.on('end', () => resolve(Buffer.concat(chunks)))
      socket.on('error', reject)
    })
    expect(raw.length).toBeLessThan(20_000)
    expect(raw.toString('latin1').toLowerCase()).toContain('content-encoding: gzip')
  })
})

describe('a watch', () => {
  /** Events as they come; `next` waits for one. */
  async function watch(path: string, headers: Record<string, string> = {}) {
    const response = await api.open(path, { headers })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let buffered = ''
    const next = async (): Promise<{ type: string; object: Record<string, never> } | undefined> => {
      while (!buffered.includes('\n')) {
        const { done, value } = await reader.read()
        if (done) return undefined
        buffered += value
      }
      const end = buffered.indexOf('\n')
      const line = buffered.slice(0, end)
      buffered = buffered.slice(end + 1)
      return JSON.parse(line)
    }
    return { next, end: () => reader.cancel(), status: response.status }
  }
  const named = (event?: { type: string; object: object }) =>
    event && `${event.type} ${(event.object as { metadata: { name: string } }).metadata.name}`

  test('sees objects come into view of its selector and leave it', async () => {
    api.registry.create('pods', pod('web', { app: 'web' }))
    const { next, end } = await watch(`${namespace}/pods?watch=1&labelSelector=app%3Dweb`)
    expect(named(await next())).toBe('ADDED web')
    api.registry.create('pods', pod('api', { app: 'api' }))
    const label = (name: string, app: string) =>
      api.registry.modify('pods', 'default', name, object => {
        object.metadata!.labels = { app }
      })
    label('api', 'web')
    label('web', 'other')
    expect(named(await next())).toBe('ADDED api')
    expect(named(await next())).toBe('DELETED web')
    await end()
  })

  test('from a revision that is forgotten gets Expired', async () => {
    await api.close()
    api = await apiFixture({ history: 5 })
    for (let number = 0; number < 30; number++) api.registry.create('configmaps', configMap(`c${number}`))
    const { next } = await watch(`${namespace}/configmaps?watch=1&resourceVersion=2`)
    expect(await next()).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
    expect(await next()).toBeUndefined()
  })

  test('sends the state and says where it ends', async () => {
    api.registry.create('configmaps', configMap('a'))
    const { next, end } = await watch(
      `${namespace}/configmaps?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    )
    expect(named(await next())).toBe('ADDED a')
    expect(await next()).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    })
    await end()
  })

  test('as Tables names its columns once', async () => {
    const { next, end } = await watch(`${namespace}/configmaps?watch=1`, table)
    api.registry.create('configmaps', configMap('a'))
    api.registry.create('configmaps', configMap('b'))
    expect((await next())?.object.columnDefinitions).toHaveLength(3)
    expect((await next())?.object.columnDefinitions).toBeNull()
    await end()
  })

  test('ends when its time is up', async () => {
    const { next } = await watch(`${namespace}/configmaps?watch=1&timeoutSeconds=1`)
    expect(await next()).toBeUndefined()
  })

  test('that nobody reads is ended before it fills the memory', async () => {
    const { hostname, port } = new URL(api.base)
    const socket = connect(Number(port), hostname)
    socket.write(
      `GET /k8s/one${namespace}/configmaps?watch=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n`,
    )
    await new Promise(resolve => socket.once('data', resolve))
    socket.pause()
    const closed = new Promise(resolve => socket.once('close', resolve))
    for (let number = 0; number < 60; number++) {
      api.registry.create('configmaps', configMap(`c${number}`, { x: 'y'.repeat(500_000) }))
      await new Promise(resolve => setImmediate(resolve))
    }
    socket.resume()
    socket.on('error', () => {})
    await closed
  })
})

describe('writing', () => {
  test.each(
    registrations.map(({ group, version, name, kind, namespaced }) => ({
      group,
      version,
      name,
      kind,
      namespaced,
    })),
  )('a $kind with neither name nor spec is answered', async ({ group, version, name, kind, namespaced }) => {
    const apiVersion = group ? `${group}/${version}` : version
    const at = `${group ? '/apis/' : '/api/'}${apiVersion}${namespaced ? '/namespaces/default' : ''}/${name}`
    for (const rest of [{}, { spec: {} }])
      expect((await api.call('POST', at, { apiVersion, kind, ...rest })).body.code ?? 200).toBeLessThan(500)
  })

  test('a type of secret that every object of JavaScript has a field for is one that nobody knows', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'constructor' }
    expect((await api.call('POST', `${namespace}/secrets`, secret)).body).toMatchObject({
      type: 'constructor',
    })
  })

  test('unknown fields warn, refuse or pass, as asked', async () => {
    const document = { ...configMap('a'), dat: {} }
    const send = (validation: string) =>
      api.call('POST', `${namespace}/configmaps?dryRun=All&fieldValidation=${validation}`, document)
    expect((await send('Warn')).headers.get('warning')).toBe('299 - "unknown field \\"dat\\""')
    expect((await send('Ignore')).headers.get('warning')).toBeNull()
    expect((await send('Strict')).body).toMatchObject({
      code: 400,
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat"',
    })
  })

  test('fields that stand twice are found where the document has them', async () => {
    const text =
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","bla":1,"name":"b"},"data":{"x":"1","x":"2"},"foo":1}'
    const { body } = await api.call('POST', `${namespace}/configmaps?fieldValidation=Strict`, text)
    expect(body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.bla", duplicate field "metadata.name", duplicate field "data.x", unknown field "foo"',
    )
  })

  test('YAML is a body too, without its bombs', async () => {
    const yaml = { 'content-type': 'application/yaml' }
    const good = await api.call(
      'POST',
      `${namespace}/configmaps`,
      'metadata:\n  name: y\ndata: {a: b}\n',
      yaml,
    )
    expect(good.body).toMatchObject({ metadata: { name: 'y' }, data: { a: 'b' } })
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]'
        : `a${level}: &a${level} [${Array(9)
            .fill(`*a${level - 1}`)
            .join(',')}]`,
    )
    expect((await api.call('POST', `${namespace}/configmaps`, levels.join('\n'), yaml)).status).toBe(400)
  })

  test('what is too large is refused', async () => {
    const { status, body } = await api.call(
      'POST',
      `${namespace}/configmaps`,
      configMap('a', { x: 'y'.repeat(3_200_000) }),
    )
    expect([status, body.reason]).toEqual([413, 'RequestEntityTooLarge'])
  })

  test('patches: JSON, merge, strategic', async () => {
    api.registry.create('pods', pod('web'))
    const patch = (type: string, body: unknown) =>
      api.call('PATCH', `${namespace}/pods/web`, body, { 'content-type': `application/${type}+json` })
    expect(
      (await patch('json-patch', [{ op: 'replace', path: '/metadata/labels/app', value: 'x' }])).body,
    ).toMatchObject({
      metadata: { labels: { app: 'x' } },
    })
    expect((await patch('merge-patch', { metadata: { labels: { app: null, a: 'b' } } })).body).toMatchObject({
      metadata: { labels: { a: 'b' } },
    })
    const { body } = await patch('strategic-merge-patch', {
      spec: { containers: [{ name: 'web', image: 'nginx:2' }] },
    })
    expect(body).toMatchObject({
      spec: { containers: [{ name: 'web', image: 'nginx:2', imagePullPolicy: 'Always' }] },
    })
    expect((await patch('merge-patch', { spec: { containers: 'x' } })).status).toBe(422)
  })

  test('delete answers as the kind does, and preconditions hold', async () => {
    api.registry.create('configmaps', configMap('a'))
    api.registry.create('pods', pod('web'))
    const wrong = await api.call('DELETE', `${namespace}/configmaps/a`, { preconditions: { uid: 'x' } })
    expect(wrong.status).toBe(409)
    expect((await api.call('DELETE', `${namespace}/configmaps/a`)).body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a', kind: 'configmaps' },
    })
    expect((await api.call('DELETE', `${namespace}/pods/web`)).body).toMatchObject({ kind: 'Pod' })
    api.registry.create('configmaps', configMap('b'))
    const all = await api.call('DELETE', `${namespace}/configmaps`)
    expect(all.body).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'b' } }] })
  })

  test('scale reads and writes replicas', async () => {
    const apps = '/apis/apps/v1/namespaces/default/deployments'
    await api.call('POST', apps, {
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'x' }] } },
      },
    })
    const scale = await api.call('GET', `${apps}/web/scale`)
    expect(scale.body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 2 },
      status: { selector: 'app=web' },
    })
    const written = await api.call('PUT', `${apps}/web/scale`, { ...scale.body, spec: { replicas: 5 } })
    expect(written.body).toMatchObject({ spec: { replicas: 5 } })
    expect(api.registry.get('apps/deployments', 'default', 'web')).toMatchObject({ spec: { replicas: 5 } })
  })
})

test('an eviction deletes, a token names its account, a review says yes', async () => {
  api.registry.create('pods', pod('web'))
  expect(
    (await api.call('POST', `${namespace}/pods/web/eviction`, { metadata: { name: 'web' } })).status,
  ).toBe(201)
  expect(api.registry.find('pods', 'default', 'web')).toBeUndefined()
  const token = await api.call('POST', `${namespace}/serviceaccounts/default/token`, {})
  expect(token.body).toMatchObject({
    kind: 'TokenRequest',
    status: { token: expect.stringMatching(/^ey.*\..*\./) },
  })
  const review = await api.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
  })
  expect(review.body).toMatchObject({ status: { allowed: true } })
})

test('events.k8s.io shows the same events in its own words', async () => {
  const about = api.registry.create('pods', pod('web'))
  api.registry.event(about, { type: 'Normal', reason: 'Pulled', message: 'text', component: 'kubelet' })
  const { body } = await api.call('GET', '/apis/events.k8s.io/v1/namespaces/default/events')
  expect(body.items).toMatchObject([
    { apiVersion: 'events.k8s.io/v1', note: 'text', regarding: { name: 'web' } },
  ])
})

test('whatever is sent, the answer is a Status or an object, and never an internal error', async () => {
  const anyJson = fc.json({ maxDepth: 4 })
  const anyObject = fc.record({
    apiVersion: fc.constantFrom('v1', 'networking.k8s.io/v1', 'apps/v1', 'x'),
    kind: fc.constantFrom('Pod', 'NetworkPolicy', 'Deployment', 'Service'),
    metadata: fc.oneof(fc.record({ name: fc.string(), labels: fc.jsonValue() }), fc.jsonValue()),
    spec: fc.oneof(
      fc.jsonValue(),
      fc.record({
        podSelector: fc.jsonValue(),
        ingress: fc.jsonValue(),
        selector: fc.jsonValue(),
        template: fc.jsonValue(),
        containers: fc.jsonValue(),
        ports: fc.jsonValue(),
      }),
    ),
  })
  const body = fc.oneof(
    fc.string(),
    anyJson,
    anyObject.map(value => JSON.stringify(value)),
  )
  const path = fc.constantFrom(
    `${namespace}/pods`,
    `${namespace}/services`,
    '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    '/apis/apps/v1/namespaces/default/deployments',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
      path,
      body,
      async (method, at, text) => {
        const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
        const target = method === 'PUT' || method === 'PATCH' ? `${at}/x` : at
        const answer = await api.call(method, `${target}?dryRun=All`, text, { 'content-type': type })
        expect(answer.status).not.toBe(500)
        expect(answer.body.kind).toBeDefined()
      },
    ),
    { numRuns: 300 },
  )
}, 30_000)

test('a strategic patch of a wrong type is refused as the conversion from a map says it', async () => {
  await api.call('POST', '/api/v1/namespaces/default/configmaps', configMap('typed'))
  const patch = async (body: object) =>
    (
      await api.call('PATCH', '/api/v1/namespaces/default/configmaps/typed', body, {
        'content-type': 'application/strategic-merge-patch+json',
      })
    ).body.message
  expect(await patch({ data: ['y'] })).toContain(
    'patch: Invalid value: "map[data:[y]]": cannot restore map from slice',
  )
  expect(await patch({ data: { y: 5 } })).toContain('cannot convert int64 to string')
  expect(await patch({ immutable: 'x' })).toContain('unrecognized type: bool')
})

test('what is read can be asked to be as new as a revision, not newer than there is', async () => {
  await api.call('POST', '/api/v1/namespaces/default/configmaps', configMap('fresh'))
  const path = '/api/v1/namespaces/default/configmaps/fresh'
  expect((await api.call('GET', `${path}?resourceVersion=99999999`)).status).toBe(504)
  expect((await api.call('GET', `${path}?resourceVersion=1`)).status).toBe(200)
  expect((await api.call('GET', `${path}?resourceVersion=x`)).body.message).toBe(
    'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  )
})

test.each([
  ['GET', '/api/v1/pods/nameless', 404],
  ['GET', '/api/v1/namespaces/default/nodes', 404],
  ['GET', '/apis/apps/v1/namespaces/default/deployments/x/nothing', 404],
  ['DELETE', '/api/v1/namespaces/default/configmaps/x/nothing', 404],
  ['DELETE', '/apis/apps/v1/namespaces/default/deployments/x/status', 405],
])('%s %s is no place: %i', async (method, path, status) => {
  expect((await api.call(method, path)).status).toBe(status)
})
