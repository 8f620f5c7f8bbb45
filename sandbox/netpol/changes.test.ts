import { expect, it } from 'vitest'
import { createModel, matrixChanges } from '.'

const pod = (name: string) => ({ metadata: { namespace: 'a', name }, spec: { containers: [] } })
const deny = {
  metadata: { namespace: 'a', name: 'deny' },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
}
const ports = [{ port: 80, protocol: 'TCP' as const }]
const end = (name: string) => ({ namespace: 'a', pod: name })

it('names the cells that opened or closed between pods that run in both', () => {
  const before = createModel({ namespaces: [], pods: [pod('web'), pod('old')], networkPolicies: [] })
  const after = createModel({
    namespaces: [],
    pods: [pod('web'), pod('client'), pod('old')],
    networkPolicies: [deny],
  })
  expect(matrixChanges(before, after, ports)).toEqual([
    { flow: { from: end('web'), to: end('old'), ...ports[0] }, before: true, after: false },
    { flow: { from: end('old'), to: end('web'), ...ports[0] }, before: true, after: false },
  ])
  expect(matrixChanges(after, before, ports).map(change => change.after)).toEqual([true, true])
  expect(matrixChanges(after, after, ports)).toEqual([])
})
