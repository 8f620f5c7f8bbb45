import { expect, it } from 'vitest'
import { inStructOrder } from './struct-order'

it('fields stand as in the structs of Go, keys of maps by name', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels: { b: '1', a: '2' }, name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: {}, spec: { containers: [{ image: 'nginx', name: 'web' }] } },
    },
  }
  expect(JSON.stringify(inStructOrder(deployment))).toBe(
    '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","labels":{"a":"2","b":"1"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{},"spec":{"containers":[{"name":"web","image":"nginx"}]}}}}',
  )
})

it('what is no struct of kubectl stands by name', () => {
  expect(JSON.stringify(inStructOrder({ kind: 'Gadget', apiVersion: 'example.com/v1' }))).toBe(
    '{"apiVersion":"example.com/v1","kind":"Gadget"}',
  )
})
