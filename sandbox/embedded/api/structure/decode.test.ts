import { expect, test } from 'vitest'
import { decode } from './decode'
import { definitionOf } from './definitions'
import { nodeOf } from './node'

const policy = (spec: unknown) =>
  decode(nodeOf(definitionOf('networking.k8s.io', 'v1', 'NetworkPolicy')!), {
    metadata: { name: 'x' },
    spec,
  })
const pod = (spec: unknown, metadata: unknown = {}) =>
  decode(nodeOf(definitionOf('', 'v1', 'Pod')!), { metadata, spec })

test.each([
  [
    { podSelector: 'app=web' },
    'string into Go struct field NetworkPolicySpec.spec.podSelector of type v1.LabelSelector',
  ],
  [
    { ingress: [{ ports: { port: 80 } }] },
    'object into Go struct field NetworkPolicyIngressRule.spec.ingress.ports of type []v1.NetworkPolicyPort',
  ],
  [
    { ingress: [{ ports: [{ endPort: '90' }] }] },
    'string into Go struct field NetworkPolicyPort.spec.ingress.ports.endPort of type int32',
  ],
  [
    { podSelector: { matchLabels: { a: 1 } } },
    'number into Go struct field LabelSelector.spec.podSelector.matchLabels of type string',
  ],
  [
    { ingress: [{ ports: [{ port: true }] }] },
    'bool into Go struct field NetworkPolicyPort.spec.ingress.ports.port of type int32',
  ],
])('a wrong type is told as Go tells it: %j', (spec, text) => {
  expect(policy(spec).error).toBe(`json: cannot unmarshal ${text}`)
})

test('unknown fields are named with indices, in order, and dropped', () => {
  const { strict, value } = policy({ podSelector: {}, policyType: [], ingress: [{ form: [] }] })
  expect(strict).toEqual(['unknown field "spec.policyType"', 'unknown field "spec.ingress[0].form"'])
  expect(value.spec).toEqual({ podSelector: {}, ingress: [{}] })
})

test('empty is left out where Go leaves it out, and stays where it means something', () => {
  expect(policy({ podSelector: { matchLabels: {} }, ingress: [], policyTypes: null }).value.spec).toEqual({
    podSelector: {},
  })
  expect(policy({ ingress: [{ from: [{ podSelector: {} }] }] }).value.spec).toEqual({
    podSelector: {},
    ingress: [{ from: [{ podSelector: {} }] }],
  })
})

test('what Go always writes is there', () => {
  const { value } = pod({ containers: [{ name: 'a' }], hostNetwork: false, priority: 0 })
  expect(value).toEqual({
    metadata: {},
    spec: { containers: [{ name: 'a', resources: {} }], priority: 0 },
    status: {},
  })
})

test('quantities become canonical, times lose their fractions', () => {
  const { value } = pod(
    { containers: [{ name: 'a', resources: { limits: { cpu: '0.5', memory: '1024Mi' } } }] },
    { creationTimestamp: '2026-11-24T00:00:00.123Z' },
  )
  expect(value).toMatchObject({
    metadata: { creationTimestamp: '2026-11-24T00:00:00Z' },
    spec: { containers: [{ resources: { limits: { cpu: '500m', memory: '1Gi' } } }] },
  })
})

test('keys that JavaScript treats specially are only keys', () => {
  const labels = JSON.parse('{"__proto__":"x","constructor":"y"}')
  const { value } = pod({}, { labels })
  expect(JSON.stringify((value.metadata as { labels: object }).labels)).toBe(
    '{"__proto__":"x","constructor":"y"}',
  )
  expect(pod(JSON.parse('{"__proto__":{}}')).strict).toEqual(['unknown field "spec.__proto__"'])
})
