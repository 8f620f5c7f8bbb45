import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../embedded/provider'
import { createCollector, inputOf } from '../process'
import type { ApiAccess } from '../provider'
import { ApiStatusError, createClient, type KubernetesClient, listWatch, resourcePath } from '.'

const configMaps = resourcePath({ group: '', version: 'v1', resource: 'configmaps', namespace: 'default' })
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
type Named = { metadata?: { name?: string; resourceVersion?: string } }

describe('against a cluster', () => {
  let provider: EmbeddedProvider
  let access: ApiAccess
  let client: KubernetesClient
  beforeAll(async () => {
    provider = await createEmbeddedProvider()
    access = (await provider.open('client')).access
    client = createClient(access)
  })
  afterAll(async () => {
    client.dispose()
    await provider.close()
  })

  it('parses answers, sends objects, escapes names', async () => {
    const { status, body } = await client.request<Named>('POST', configMaps, { body: configMap('a') })
    expect([status, body.metadata?.name]).toEqual([201, 'a'])
    const odd = resourcePath({
      group: '',
      version: 'v1',
      resource: 'configmaps',
      namespace: 'default',
      name: '../x',
    })
    await expect(client.request('GET', odd)).rejects.toBeInstanceOf(ApiStatusError)
  })

  it("a refusal carries the server's message and reason", async () => {
    const error = await client.request('GET', `${configMaps}/none`).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: 'configmaps "none" not found', reason: 'NotFound', code: 404 })
  })

  it('a wrong token is unauthorized', async () => {
    const stranger = createClient({ ...access, token: 'guess' })
    await expect(stranger.request('GET', '/api/v1/pods')).rejects.toMatchObject({ reason: 'Unauthorized' })
    stranger.dispose()
  })

  it('a list-watch tells everything once and then each change', async () => {
    const stop = new AbortController()
    const seen: string[] = []
    for await (const event of listWatch<Named>(client, configMaps, {
      query: { fieldSelector: 'metadata.name=b' },
      signal: stop.signal,
    })) {
      if (event.type === 'SYNC') await client.request('POST', configMaps, { body: configMap('b') })
      if (event.type === 'ADDED') await client.request('DELETE', `${configMaps}/b`)
      if (event.type === 'DELETED') stop.abort()
      seen.push(event.type)
    }
    expect(seen).toEqual(['SYNC', 'ADDED', 'DELETED'])
  })

  describe('exec', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '60'] }] },
    }
    beforeAll(async () => {
      const pods = resourcePath({ group: '', version: 'v1', resource: 'pods', namespace: 'default' })
      await client.request('POST', pods, { body: pod })
      const stop = new AbortController()
      for await (const event of listWatch<Named & { status?: { phase?: string } }>(client, pods, {
        signal: stop.signal,
      })) {
        const found = event.type === 'SYNC' ? event.objects : [event.object]
        if (found.some(({ status }) => status?.phase === 'Running')) stop.abort()
      }
    })
    const exec = async (command: string[], stdin?: string) => {
      const stdout = createCollector(1_000_000)
      const stderr = createCollector(1_000_000)
      const code = await client.exec(
        { namespace: 'default', pod: 'p', command },
        { stdout, stderr, ...(stdin === undefined ? {} : { stdin: inputOf(stdin) }) },
      )
      return { code, out: stdout.text(), err: stderr.text() }
    }
    it('tells streams and exit status apart', async () => {
      expect(await exec(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toEqual({
        code: 7,
        out: 'out\n',
        err: 'err\n',
      })
    })
    it('ends the input', async () => {
      expect(await exec(['wc', '-c'], 'x'.repeat(100_000))).toMatchObject({ code: 0, out: '100000\n' })
    })
    it('a command that does not exist is an error with its words', async () => {
      await expect(exec(['nosuch'])).rejects.toThrow(/"nosuch": executable file not found in \$PATH/)
    })
    it('an unknown pod is not found', async () => {
      const streams = { stdout: createCollector(1), stderr: createCollector(1) }
      await expect(
        client.exec({ namespace: 'default', pod: 'q', command: ['true'] }, streams),
      ).rejects.toMatchObject({
        reason: 'NotFound',
      })
    })
    it('an abort ends the session', async () => {
      const stop = new AbortController()
      const streams = { stdout: createCollector(1), stderr: createCollector(1) }
      const running = client.exec(
        { namespace: 'default', pod: 'p', command: ['sleep', '60'] },
        streams,
        stop.signal,
      )
      stop.abort('SIGINT')
      await expect(running).rejects.toBe('SIGINT')
    })
  })
})

describe('against a server that misbehaves', () => {
  let server: Server | undefined
  afterEach(() => server?.close())
  const serve = (
    answer: (
      path: string,
      count: number,
    ) => { code?: number; headers?: Record<string, string | string[]>; body: string },
  ) =>
    new Promise<KubernetesClient>(resolve => {
      let count = 0
      server = createServer((request, response) => {
        const { code = 200, headers, body } = answer(request.url ?? '', count++)
        response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body)
      }).listen(0, '127.0.0.1', () => {
        const address = server?.address()
        const port = typeof address === 'object' ? address?.port : 0
        resolve(createClient({ server: `http://127.0.0.1:${port}/prefix/`, token: 't' }))
      })
    })

  it('a list-watch lists anew when its version is gone', async () => {
    const client = await serve((path, count) => {
      if (!path.includes('watch=true'))
        return { body: `{"kind":"List","metadata":{"resourceVersion":"${count}"},"items":[]}` }
      return {
        body: '{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":410,"reason":"Expired","message":"too old"}}\n',
      }
    })
    const stop = new AbortController()
    const versions: string[] = []
    for await (const event of listWatch(client, '/api/v1/pods', { signal: stop.signal })) {
      versions.push(event.resourceVersion)
      if (versions.length === 3) stop.abort()
    }
    expect(versions).toEqual(['0', '2', '4'])
    client.dispose()
  })

  it('a list-watch resumes where it was when the server ends the watch', async () => {
    const asked: string[] = []
    const client = await serve(path => {
      if (!path.includes('watch=true'))
        return { body: '{"kind":"List","metadata":{"resourceVersion":"5"},"items":[]}' }
      asked.push(/resourceVersion=(\d+)/.exec(path)?.[1] ?? '')
      return {
        body: '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}\n{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"9"}}}\n',
      }
    })
    const stop = new AbortController()
    let added = 0
    for await (const event of listWatch(client, '/api/v1/pods', { signal: stop.signal })) {
      if (event.type === 'ADDED' && ++added === 2) stop.abort()
    }
    expect(asked).toEqual(['5', '9'])
    client.dispose()
  })

  it('answers that are no Status get the words of client-go', async () => {
    const client = await serve(() => ({ code: 503, body: '' }))
    await expect(client.request('GET', '/x')).rejects.toThrow(
      'the server is currently unable to handle the request',
    )
    client.dispose()
  })

  it('warnings are read out of every header', async () => {
    const client = await serve(() => ({
      headers: { warning: ['299 - "say \\"this\\""', '199 - "not this"'] },
      body: '{}',
    }))
    expect((await client.request('GET', '/x')).warnings).toEqual(['say "this"'])
    client.dispose()
  })

  it('a server that is not there is a network error', async () => {
    const client = createClient({ server: 'http://127.0.0.1:1', token: 't' })
    await expect(client.request('GET', '/x')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    client.dispose()
  })
})
