import { describe, expect, it } from 'vitest'
import { matrixPorts, portKey } from './ports'

const pod = (namespace: string, ...ports: { containerPort: number; protocol?: string }[]) => ({
  metadata: { namespace, name: 'web' },
  spec: { containers: [{ name: 'web', ports }] },
})

const objects = { namespaces: [], services: [], networkPolicies: [], pods: [] }
const keys = (found: ReturnType<typeof matrixPorts>) => found.map(portKey)

describe('the ports of the matrix', () => {
  it('are 80 and DNS where nothing says another', () => {
    expect(keys(matrixPorts(objects))).toEqual(['80/TCP', '53/UDP', '53/TCP'])
  })

  it('are those of containers, the most frequent first, without the ones of the system', () => {
    const pods = [
      pod('myapp', { containerPort: 9090 }),
      pod('myapp', { containerPort: 9090 }, { containerPort: 5432 }),
      pod('kube-system', { containerPort: 9153 }),
    ]
    expect(keys(matrixPorts({ ...objects, pods }))).toEqual(['9090/TCP', '5432/TCP', '53/UDP', '53/TCP'])
  })

  it('begin with those of services, which is what an application is for', () => {
    const pods = [
      pod('myapp', { containerPort: 9090 }, { containerPort: 80 }),
      pod('myapp', { containerPort: 9090 }),
    ]
    const service = (namespace: string, targetPort: number, selector?: Record<string, string>) => ({
      metadata: { namespace },
      spec: { selector, ports: [{ port: 8000, targetPort }] },
    })
    const services = [service('default', 8443), service('myapp', 80, { app: 'web' })]
    expect(keys(matrixPorts({ ...objects, pods, services }))[0]).toBe('80/TCP')
  })

  it('are also those that policies name, so that a wrong one is seen', () => {
    const networkPolicies = [
      {
        metadata: { namespace: 'myapp' },
        spec: { podSelector: {}, ingress: [{ ports: [{ port: 8080 }, { port: 'http' }] }] },
      },
    ]
    expect(keys(matrixPorts({ ...objects, networkPolicies }))).toContain('8080/TCP')
  })
})
