import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1SelfSubjectAccessReview } from '@kubernetes/client-node'
import { afterAll, expect, it } from 'vitest'
import { createClient, type KubernetesClient } from '../../../client'
import type { ApiAccess, Sandbox } from '../../../provider'
import { createEmbeddedProvider } from '../../provider'

const directory = mkdtempSync(join(tmpdir(), 'hidden-policies-'))
let provider = await createEmbeddedProvider({ directory })
afterAll(async () => {
  await provider.close()
  rmSync(directory, { recursive: true })
})

const policy = (namespace: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'secret', namespace },
  spec: { podSelector: {} },
})
const start = {
  cni: 'calico' as const,
  objects: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'locked' } },
    policy('locked'),
    policy('default'),
  ],
}
const all = '/apis/networking.k8s.io/v1/networkpolicies'
const within = (namespace: string) => `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`

async function answer(
  as: ApiAccess | KubernetesClient,
  path: string,
  method: 'GET' | 'DELETE' = 'GET',
): Promise<string> {
  const client = 'request' in as ? as : createClient(as)
  try {
    const answered = await client.request<{ items?: object[] }>(method, path)
    return `${answered.body.items?.length ?? 'one'} found`
  } catch (error) {
    return (error as Error).message
  } finally {
    client.dispose()
  }
}
const forbidden = (verb: string, where = 'in the namespace "locked"', name = '') =>
  `networkpolicies.networking.k8s.io ${name && `"${name}" `}is forbidden: User "minikube-user" cannot ${verb} resource "networkpolicies" in API group "networking.k8s.io" ${where}`

async function expectHidden({ access, asGrader }: Sandbox) {
  expect(await answer(access, within('locked'))).toBe(forbidden('list'))
  expect(await answer(access, `${within('locked')}/secret`)).toBe(forbidden('get', undefined, 'secret'))
  expect(await answer(access, `${within('locked')}/secret`, 'DELETE')).toBe(
    forbidden('delete', undefined, 'secret'),
  )
  expect(await answer(access, all)).toBe(forbidden('list', 'at the cluster scope'))
  expect(await answer(access, within('default'))).toBe('1 found')
  expect(await answer(asGrader(), all)).toBe('2 found')
}

it('answers Forbidden to administrators, too, over a restart, until the next start', async () => {
  const sandbox = await provider.open('hidden')
  await sandbox.reset({ ...start, hiddenPolicies: ['locked'] })
  expect(sandbox.hiddenPolicies).toEqual(['locked'])
  await expectHidden(sandbox)

  await provider.close()
  provider = await createEmbeddedProvider({ directory })
  const again = await provider.open('hidden')
  expect(again.hiddenPolicies).toEqual(['locked'])
  await expectHidden(again)

  await again.reset(start)
  expect(again.hiddenPolicies).toEqual([])
  expect(await answer(again.access, all)).toBe('2 found')
})

it('says so when asked who may', async () => {
  const { access, reset } = await provider.open('asked')
  await reset({ ...start, hiddenPolicies: ['locked'] })
  const client = createClient(access)
  const may = async (namespace: string) => {
    const { body } = await client.request<V1SelfSubjectAccessReview>(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              group: 'networking.k8s.io',
              resource: 'networkpolicies',
              verb: 'list',
              namespace,
            },
          },
        },
      },
    )
    return body.status?.allowed
  }
  expect(await may('locked')).toBe(false)
  expect(await may('default')).toBe(true)
  client.dispose()
})

it('is not got around by being somebody else', async () => {
  const { access, reset } = await provider.open('disguised')
  await reset({ ...start, hiddenPolicies: ['locked'] })
  const client = createClient(access)
  const { body } = await client.request<{ status: { token: string } }>(
    'POST',
    '/api/v1/namespaces/kube-system/serviceaccounts/default/token',
    { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} } },
  )
  await client.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    body: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' }],
    },
  })
  client.dispose()
  const account = { ...access, token: body.status.token }
  expect(await answer(account, within('default'))).toBe('1 found')
  expect(await answer(account, within('locked'))).toContain('is forbidden')
})
