import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { V1ConfigMap, V1Pod } from '@kubernetes/client-node'
import type { Kubelet } from '../kubelet/kubelet'
import { registrations } from '../resources'
import { createStore, type StoreOptions } from '../store'
import { furnishAccess } from '../system/access'
import { createServiceAccountTokens } from './authentication/service-account-tokens'
import { createApi } from './create-api'
import { serveDefinitions } from './custom-resources/serve-definitions'
import { createRegistry } from './generic-registry'

const unreachable = (): never => {
  throw new Error('no node here')
}
const kubelet: Kubelet = {
  exec: unreachable,
  attach: unreachable,
  dial: unreachable,
  forward: unreachable,
  logs: unreachable,
}

/** A registry with the namespace `default` and its service account, and nothing that works on it. */
export function registryFixture(options: StoreOptions = {}) {
  const store = createStore(options)
  const registry = createRegistry({ store, registrations })
  serveDefinitions(registry)
  registry.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  registry.create('serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'default' },
  })
  return { registry, store }
}

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

/** The same behind HTTP, below a prefix. */
export async function apiFixture(options: StoreOptions = {}) {
  const { registry, store } = registryFixture(options)
  furnishAccess(store)
  const accounts = createServiceAccountTokens({ registry })
  const api = createApi({
    registry,
    kubelet,
    tokens: {
      secret: { username: 'minikube-user', groups: ['system:masters'] },
      other: { username: 'grader', groups: ['system:masters'] },
    },
    accounts,
    prefix: '/k8s/one',
  })
  const server = createServer(api.request)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/k8s/one`

  const open = (path: string, init: RequestInit = {}) =>
    fetch(base + path, { ...init, headers: { authorization: 'Bearer secret', ...init.headers } })

  /** `body` is sent as JSON unless it is text already. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await open(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.startsWith('application/json')
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : (text as never),
    }
  }

  return {
    registry,
    store,
    accounts,
    base,
    open,
    call,
    async close() {
      api.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export const pod = (name: string, labels: Record<string, string> = { app: name }): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
})

export const configMap = (name: string, data: Record<string, string> = {}): V1ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
})
