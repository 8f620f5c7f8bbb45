import { describe, expect, it } from 'vitest'
import { enforcementOf } from './enforcement'

const pod = (labels: Record<string, string>, phase = 'Running') => ({
  metadata: { name: 'p', namespace: 'kube-system', labels },
  status: { phase },
})
const dns = pod({ 'k8s-app': 'kube-dns' })
const proxy = pod({ 'k8s-app': 'kube-proxy' })
const calico = { 'k8s-app': 'calico-node' }
const flannel = pod({ app: 'flannel' })

describe('policies are', () => {
  it.each([
    ['enforced by Calico', [dns, pod(calico)], { enforced: true, network: 'Calico' }],
    ['ignored by flannel', [dns, flannel], { enforced: false, network: 'flannel' }],
    ['enforced by Calico beside flannel', [flannel, pod(calico)], { enforced: true, network: 'Calico' }],
    [
      'ignored where Calico does not run yet',
      [dns, proxy, pod(calico, 'Pending')],
      { enforced: false, network: undefined },
    ],
    ['ignored where there is no such plugin', [dns, proxy], { enforced: false, network: undefined }],
    ['taken as enforced where system pods are not seen', [], { enforced: true, network: undefined }],
    [
      'taken as enforced where of the system’s pods only DNS is shown',
      [dns],
      { enforced: true, network: undefined },
    ],
  ])('%s', (_, pods, expected) => {
    expect(enforcementOf({ pods })).toEqual(expected)
  })
})
