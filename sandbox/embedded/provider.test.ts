import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ApiAccess } from '../provider'
import { createEmbeddedProvider, type EmbeddedProvider } from './provider'

let directory: string
let provider: EmbeddedProvider
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'provider-'))
  provider = await createEmbeddedProvider({ directory })
})
afterEach(async () => {
  await provider.close()
  rmSync(directory, { recursive: true, force: true })
})

const ask = async ({ server }: ApiAccess, path: string, authorization?: string, init: RequestInit = {}) => {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
  const answer = await fetch(server + path, { ...init, headers })
  const shown = [...answer.headers].filter(([name]) => name !== 'date')
  return { status: answer.status, headers: shown, text: await answer.text() }
}
const bearer = ({ token }: ApiAccess) => `Bearer ${token}`
const namespaces = (access: ApiAccess, authorization = bearer(access)) =>
  ask(access, '/api/v1/namespaces', authorization)

describe('a cluster that is not yours', () => {
  const paths = ['', '/', '/api', '/version', '/healthz', '/nosuch', '/api/v1/pods', '/apis/apps/v1', '/%zz']
  const methods = ['GET', 'POST', 'DELETE', 'OPTIONS']

  test('answers, awake or asleep, as if there were none', async () => {
    const [yours, other] = await Promise.all([provider.open('yours'), provider.open('other')])
    const nobody = { ...other.access, server: other.access.server.replace('other', 'nobody') }
    const everyWay = async (access: ApiAccess) => {
      const answers: unknown[] = []
      for (const authorization of [undefined, 'Bearer wrong', bearer(yours.access), 'Basic eDp5'])
        for (const path of paths)
          for (const method of methods) {
            const answer = await ask(access, path, authorization, { method })
            answers.push({ authorization, path, method, answer })
          }
      return answers
    }
    const none = await everyWay(nobody)
    expect(await everyWay(other.access)).toEqual(none)
    await other.close()
    expect(await everyWay(other.access)).toEqual(none)
  })

  test('is Unauthorized for a token, and next to nothing is allowed without one', async () => {
    const { access } = await provider.open('other')
    expect(await namespaces(access, 'Bearer wrong')).toMatchObject({ status: 401 })
    const { status, text } = await ask(access, '/api/v1/namespaces')
    expect([status, JSON.parse(text).message]).toEqual([
      403,
      'namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope',
    ])
  })

  test.each(['other', 'nobody'])('refuses streams of %s in the same way', async id => {
    const { access } = await provider.open('other')
    const url = `${access.server.replace('http', 'ws').replace('other', id)}/api/v1/namespaces/default/pods/x/exec`
    const status = await new Promise(resolve => {
      const socket = new WebSocket(url, 'v5.channel.k8s.io', { headers: { authorization: 'Bearer wrong' } })
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.on('error', () => {})
    })
    expect(status).toBe(401)
  })
})

describe('a cluster that sleeps', () => {
  const shop = { method: 'POST', body: JSON.stringify({ metadata: { name: 'shop' } }) }

  test('wakes up for its token, with everything in it', async () => {
    const sandbox = await provider.open('one')
    const { access } = sandbox
    await ask(access, '/api/v1/namespaces', bearer(access), shop)
    await sandbox.close()
    const { status, text } = await namespaces(access)
    expect(status).toBe(200)
    expect(text).toContain('"shop"')
    const again = await provider.open('one')
    expect(again.access).toEqual(access)
  })

  test('is fresh until it was given a start, not when it wakes up', async () => {
    const sandbox = await provider.open('one')
    expect(sandbox.isFresh).toBe(true)
    await sandbox.reset({ cni: 'calico', objects: [] })
    expect(sandbox.isFresh).toBe(false)
    const { access } = sandbox
    const headers = { authorization: bearer(access) }
    const watch = await fetch(`${access.server}/api/v1/namespaces?watch=true`, { headers })
    await sandbox.close()
    expect((await provider.open('one')).isFresh).toBe(false)
    await watch.body?.cancel()
    await (await provider.open('one')).close()
    expect((await provider.open('one')).isFresh).toBe(false)
  })

  test('goes on as if it had never slept: no pod was started anew, and nothing happened to any', async () => {
    const sandbox = await provider.open('one')
    const everything = async () => {
      const read = (path: string) => ask(sandbox.access, path, bearer(sandbox.access))
      const [pods, events] = await Promise.all([read('/api/v1/pods'), read('/api/v1/events')])
      return [pods, events].map(({ text }) => JSON.parse(text).items)
    }
    const before = await everything()
    await sandbox.close()
    await provider.open('one')
    expect(await everything()).toEqual(before)
    expect(before[0].length).toBeGreaterThan(0)
  })

  test('wakes up for the token of a service account, too', async () => {
    const sandbox = await provider.open('one')
    const { access } = sandbox
    const path = '/api/v1/namespaces/default/serviceaccounts/default/token'
    const { text } = await ask(access, path, bearer(access), { method: 'POST', body: '{"spec":{}}' })
    await sandbox.close()
    const { status } = await namespaces(access, `Bearer ${JSON.parse(text).status.token}`)
    expect(status).toBe(403)
  })

  test('goes to sleep again when nobody has used it for a while', async () => {
    const brief = await createEmbeddedProvider({ directory: join(directory, 'brief'), idleAfter: 50 })
    try {
      const sandbox = await brief.open('one')
      const { access } = sandbox
      await sandbox.close()
      for (let round = 0; round < 3; round++) {
        expect((await namespaces(access)).status).toBe(200)
        await new Promise(resolve => setTimeout(resolve, 150))
      }
    } finally {
      await brief.close()
    }
  })

  test('stays awake for who watches it', async () => {
    const brief = await createEmbeddedProvider({ directory: join(directory, 'brief'), idleAfter: 50 })
    try {
      const sandbox = await brief.open('one')
      const { access } = sandbox
      await sandbox.close()
      const headers = { authorization: bearer(access) }
      const watch = await fetch(`${access.server}/api/v1/namespaces?watch=true`, { headers })
      const reader = watch.body!.getReader()
      await new Promise(resolve => setTimeout(resolve, 200))
      await ask(access, '/api/v1/namespaces', bearer(access), shop)
      let seen = ''
      while (!seen.includes('"shop"')) {
        const { value, done } = await reader.read()
        expect(done).toBe(false)
        seen += Buffer.from(value!).toString('utf8')
      }
      await reader.cancel()
    } finally {
      await brief.close()
    }
  })

  test('is gone once it is deleted', async () => {
    const { access } = await provider.open('one')
    await provider.delete('one')
    expect((await namespaces(access)).status).toBe(401)
  })
})

test('a reset takes back the rights that were given, and brings back the built-in ones', async () => {
  const { access, reset } = await provider.open('one')
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const write = (path: string, method: string, body: object) =>
    ask(access, rbac + path, bearer(access), { method, body: JSON.stringify(body) })
  const binding = {
    metadata: { name: 'all' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'Group', name: 'system:serviceaccounts' }],
  }
  expect((await write('/clusterrolebindings', 'POST', binding)).status).toBe(201)
  const emptied = { metadata: { name: 'system:basic-user' }, rules: [] }
  expect((await write('/clusterroles/system:basic-user', 'PUT', emptied)).status).toBe(200)
  await reset({ cni: 'calico', objects: [] })
  const found = (path: string) => ask(access, rbac + path, bearer(access))
  expect((await found('/clusterrolebindings/all')).status).toBe(404)
  expect((await found('/clusterroles/system:basic-user')).text).toContain('selfsubjectreviews')
})

test('a new cluster has at its first start what it has after a reset', async () => {
  const sandbox = await provider.open('start')
  const start = { cni: 'calico' as const, objects: [] }
  const paths = ['pods', 'services', 'endpoints', 'serviceaccounts', 'configmaps', 'events', 'nodes']
  const grader = sandbox.asGrader()
  const present = () =>
    Promise.all(
      paths.map(async path => {
        type List = { items: { metadata: { namespace?: string; name: string } }[] }
        const { body } = await grader.request<List>('GET', `/api/v1/${path}`)
        const names = body.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
        return names.map(name => name.replace(/-[a-z0-9]{5}$/, '-*')).sort()
      }),
    )
  await sandbox.reset(start)
  const first = await present()
  await sandbox.reset(start)
  expect(await present()).toEqual(first)
  grader.dispose()
})

test('an idle connection stays open until its client ends it: one that is used again never meets its end', async () => {
  const { access } = await provider.open('idle')
  const { headers } = await namespaces(access)
  // With a limit the server says which (`keep-alive: timeout=5`).
  expect(headers.map(([name]) => name)).not.toContain('keep-alive')
})

test('a cluster that rested goes on where it was: what runs there runs, what is deleted goes', async () => {
  const resting = await createEmbeddedProvider({ directory: join(directory, 'resting'), restAfter: 40 })
  const rest = () => new Promise(resolve => setTimeout(resolve, 200))
  const pod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'web', image: 'nginx:alpine' }] },
  })
  try {
    const { access, reset, asGrader } = await resting.open('one')
    await reset({ cni: 'calico', objects: [pod('web'), pod('other')] })
    const client = asGrader()
    const names = async () => {
      const { body } = await client.request<{ items: { metadata: { name: string } }[] }>('GET', pods)
      return body.items.map(({ metadata }) => metadata.name)
    }
    const pods = '/api/v1/namespaces/default/pods'
    await rest()
    const { text } = await ask(access, `${pods}/web/log`, bearer(access))
    expect(text).toContain('start worker processes')
    await rest()
    const command = ['wget', '-qO-', 'http://localhost']
    const printed: string[] = []
    const stdout = {
      write: async (chunk: Uint8Array | string) => void printed.push(Buffer.from(chunk).toString()),
    }
    expect(await client.exec({ namespace: 'default', pod: 'web', command }, { stdout, stderr: stdout })).toBe(
      0,
    )
    expect(printed.join('')).toContain('Welcome to nginx!')
    await rest()
    await client.request('DELETE', `${pods}/web?gracePeriodSeconds=0`)
    expect(await names()).toEqual(['other'])
    await rest()
    await client.request('DELETE', `${pods}/other`)
    for (let tries = 0; (await names()).length > 0; tries++) {
      expect(tries).toBeLessThan(100)
      await rest()
    }
    client.dispose()
  } finally {
    await resting.close()
  }
}, 30_000)
