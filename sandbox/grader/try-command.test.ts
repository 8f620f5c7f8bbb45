import { describe, expect, it } from 'vitest'
import type { Party } from './proof/world'
import { tryCommand } from './try-command'

const party = (name: string, image: string, ip: string): Party => ({
  endpoint: { namespace: 'shop', pod: name },
  identity: { kind: 'pod', namespace: 'shop', dns: false, judged: true },
  label: `shop/${name}`,
  origin: 'running',
  pod: {
    metadata: { namespace: 'shop', name },
    spec: { containers: [{ name: 'main', image }] },
    status: { podIP: ip },
  },
})
const web = party('web', 'nginx', '10.244.0.7')
const from = (image: string) => party('a', image, '10.244.0.6')

describe('the command to try a flow with', () => {
  it.each([
    ['busybox', 80, 'TCP', 'wget -qO- --timeout=2 http://10.244.0.7:80'],
    ['docker.io/library/busybox:1.36', 53, 'TCP', 'nc -zv -w 2 10.244.0.7 53'],
    ['busybox', 53, 'UDP', 'nslookup kubernetes.default.svc.cluster.local 10.244.0.7'],
    ['nginx', 5432, 'TCP', 'curl -sS -m 2 http://10.244.0.7:5432'],
    ['nginx:alpine', 80, 'TCP', 'wget -qO- --timeout=2 http://10.244.0.7:80'],
    ['nicolaka/netshoot', 80, 'TCP', 'curl -sS -m 2 http://10.244.0.7:80'],
    [
      'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
      8080,
      'TCP',
      '/agnhost connect 10.244.0.7:8080 --timeout=2s',
    ],
  ] as const)('uses a program that %s has for %i/%s', (image, port, protocol, command) => {
    expect(tryCommand(from(image), web, { port, protocol })).toBe(`kubectl exec -n shop a -- ${command}`)
  })

  it('is not there where the image has none, nor for who does not run', () => {
    expect(tryCommand(from('nginx'), web, { port: 53, protocol: 'SCTP' })).toBeUndefined()
    expect(tryCommand(from('example.org/own'), web, { port: 80, protocol: 'TCP' })).toBeUndefined()
    expect(tryCommand({ ...web, origin: 'another' }, web, { port: 80, protocol: 'TCP' })).toBeUndefined()
  })
})
