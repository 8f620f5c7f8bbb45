import { expect, test } from 'vitest'
import { apiFixture, pod } from '../cluster.fixture'

const group = 'rbac.authorization.k8s.io'
const rbac = { apiVersion: `${group}/v1` }

test('who is played may do what their roles allow, and no more', async () => {
  const api = await apiFixture()
  try {
    api.registry.create('pods', pod('web'))
    api.registry.create(`${group}/roles`, {
      ...rbac,
      kind: 'Role',
      metadata: { name: 'reader', namespace: 'default' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    } as never)
    api.registry.create(`${group}/rolebindings`, {
      ...rbac,
      kind: 'RoleBinding',
      metadata: { name: 'readers', namespace: 'default' },
      roleRef: { apiGroup: group, kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'bob', namespace: 'default' }],
    } as never)
    const as = (user: string, method: string, path: string) =>
      api.call(method, path, undefined, { 'impersonate-user': user })
    const bob = 'system:serviceaccount:default:bob'
    expect((await as(bob, 'GET', '/api/v1/namespaces/default/pods')).status).toBe(200)
    expect((await as(bob, 'DELETE', '/api/v1/namespaces/default/pods/web')).body).toMatchObject({
      code: 403,
      message: `pods "web" is forbidden: User "${bob}" cannot delete resource "pods" in API group "" in the namespace "default"`,
    })
    expect((await as('alice', 'GET', '/api/v1/pods')).body.message).toBe(
      'pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope',
    )
    // Who has a token of their own is not to be played.
    expect((await as('grader', 'GET', '/api/v1/pods')).status).toBe(403)
  } finally {
    await api.close()
  }
})
