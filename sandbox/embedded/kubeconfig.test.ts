import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { kubeconfig, withServer } from './kubeconfig'

const before = { server: 'http://127.0.0.1:4001/k8s/abc', token: 'secret' }
const after = { ...before, server: 'http://127.0.0.1:5002/k8s/abc' }

test('a kubeconfig names the server, the token and a context in "default"', () => {
  const config = parse(kubeconfig(before))
  expect(config.clusters[0].cluster.server).toBe(before.server)
  expect(config.users[0].user.token).toBe('secret')
  expect(config.contexts[0].context.namespace).toBe('default')
})

test('a restart moves the address and keeps what the learner changed', () => {
  const edited = kubeconfig(before).replace('namespace: default', 'namespace: shop')
  expect(parse(withServer(edited, after))).toEqual(
    parse(kubeconfig(after).replace('namespace: default', 'namespace: shop')),
  )
})

test("another sandbox's address is left alone", () => {
  const other = kubeconfig({ ...before, server: 'http://127.0.0.1:4001/k8s/abcdef' })
  expect(withServer(other, after)).toBe(other)
})
