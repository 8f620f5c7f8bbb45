import { expect, it } from 'vitest'
import { withoutPlatformLabels } from './platform-labels'

const labels = {
  env: 'prod',
  'app.kubernetes.io/managed-by': 'netpol-lab',
  'netpol-lab.dev/sandbox': 'ab12',
  'pod-security.kubernetes.io/enforce': 'baseline',
}
const state = {
  namespaces: [{ metadata: { name: 'shop', labels } }],
  ...{ pods: [], services: [] },
}
const labelsWith = (...networkPolicies: object[]) =>
  withoutPlatformLabels({ ...state, networkPolicies }).namespaces[0]?.metadata?.labels

it('what the platform notes on a namespace is no label of a lesson', () => {
  expect(labelsWith()).toEqual({ env: 'prod' })
})

it('it is one where a policy names it', () => {
  const matchLabels = { 'netpol-lab.dev/sandbox': 'ab12' }
  const policy = { spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels } }] }] } }
  expect(labelsWith(policy)).toEqual({ env: 'prod', 'netpol-lab.dev/sandbox': 'ab12' })
})
