import { describe, expect, it } from 'vitest'
import { fillPlaceholders, placeholdersIn } from './placeholders'

const pod = (namespace: string, name: string, podIP?: string) => ({
  metadata: { namespace, name },
  status: { podIP },
})

const objects = {
  namespaces: [],
  pods: [
    pod('default', 'web', '10.244.0.9'),
    pod('netpol-demo', 'web', '10.244.0.5'),
    pod('default', 'visitor', '10.244.0.7'),
    pod('netpol-demo', 'db'),
    {
      metadata: { namespace: 'netpol-demo', name: 'api-5d9c7b-x2x4v', labels: { app: 'api' } },
      status: { podIP: '10.244.0.8' },
    },
  ],
  services: [{ metadata: { namespace: 'netpol-demo', name: 'web' }, spec: { clusterIP: '10.96.4.2' } }],
  networkPolicies: [],
}

describe('placeholders', () => {
  it.each([
    ["the lesson's own pod first", 'wget http://<web-ip>', 'wget http://10.244.0.5'],
    ['a pod of another namespace if its name is unique', 'nc -z <visitor-ip> 80', 'nc -z 10.244.0.7 80'],
    ['a pod that a Deployment made in its place', 'nc -z <api-ip> 80', 'nc -z 10.244.0.8 80'],
    ['a service by name', 'wget http://<web-service-ip>', 'wget http://10.96.4.2'],
    ['nothing for a pod without an address', 'nc -z <db-ip> 80', 'nc -z <db-ip> 80'],
    ['nothing for a pod that is not there', 'nc -z <cache-ip> 80', 'nc -z <cache-ip> 80'],
  ])('fill in %s', (_, text, filled) => {
    expect(fillPlaceholders(text, objects, 'netpol-demo')).toBe(filled)
  })

  it('that are left are named by what they ask for', () => {
    expect(placeholdersIn('nc -z <db-ip> 80; wget http://<web-service-ip>')).toEqual(['db', 'web'])
    expect(placeholdersIn('kubectl get pods')).toEqual([])
  })
})
