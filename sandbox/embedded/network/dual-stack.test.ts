import type { V1EndpointSlice, V1Node, V1Service } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../kubelet/node/node.fixture'

type Lab = Awaited<ReturnType<typeof startTestNode>>
let lab: Lab
const netshoot = { image: 'nicolaka/netshoot', command: ['sleep', '3600'] }
const netexec = { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec', '--http-port=80'] }

beforeAll(async () => {
  lab = await startTestNode('calico', { nodes: 2, dualStack: true })
  lab.run('web', netexec, { nodeName: 'minikube' })
  lab.run('far', netexec, { nodeName: 'minikube-m02' })
  lab.run('client', netshoot, { nodeName: 'minikube' })
  lab.run('alpine', { image: 'busybox', command: ['sleep', '3600'] })
  await lab.ready('web', 'far', 'client', 'alpine')
})
afterAll(() => lab.dispose())

const six = (name: string) => lab.find(name)?.status?.podIPs?.[1]?.ip ?? ''
const client = async (line: string) => {
  const { status, stdout, stderr } = await lab.exec('client', ['sh', '-c', line])
  return { status, text: stdout + stderr }
}
const service = (name: string, spec: object) =>
  lab.registry.create<V1Service>('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }], ...spec },
  } as V1Service)
const slicesOf = (name: string) =>
  lab.registry
    .list<V1EndpointSlice>('discovery.k8s.io/endpointslices', { namespace })
    .filter(({ metadata }) => metadata?.labels?.['kubernetes.io/service-name'] === name)

describe('nodes and pods', () => {
  it('have an address of each family, IPv4 first', () => {
    const { spec, status } = lab.registry.get<V1Node>('nodes', '', 'minikube-m02')
    expect(spec?.podCIDRs).toEqual(['10.244.1.0/24', 'fd00:10:244:1::/64'])
    expect(status?.addresses?.slice(0, 2).map(({ address }) => address)).toEqual([
      '192.168.49.3',
      'fd00:192:168:49::3',
    ])
    const far = lab.find('far')!.status!
    expect(far.podIPs?.map(({ ip }) => ip)).toEqual([far.podIP, six('far')])
    expect(far.hostIPs?.map(({ ip }) => ip)).toEqual(['192.168.49.3', 'fd00:192:168:49::3'])
    expect(six('far')).toMatch(/^fd00:10:244:1::[\da-f]+$/)
    expect(six('web')).toMatch(/^fd00:10:244::[\da-f]+$/)
  })

  it('reach each other by both', async () => {
    for (const name of ['web', 'far'])
      for (const host of [lab.ip(name), `[${six(name)}]`])
        expect((await client(`curl -s http://${host}/hostname`)).text).toBe(name)
    expect((await client(`curl -s http://[${six('web')}]/clientip`)).text).toMatch(
      new RegExp(`^\\[${six('client')}\\]:\\d+$`),
    )
    expect((await client(`ping -6 -c 1 ${six('far')}`)).text).toContain(
      `64 bytes from ${six('far')}: seq=0 ttl=62`,
    )
    expect((await client(`nc -6 -zv -w 1 ${six('web')} 80`)).text).toBe(
      `Connection to ${six('web')} 80 port [tcp/http] succeeded!\n`,
    )
    expect((await lab.exec('alpine', ['wget', '-qO-', `http://[${six('web')}]/hostname`])).stdout).toBe('web')
    expect((await lab.exec('alpine', ['ping6', '-c', '1', six('web')])).status).toBe(0)
  })

  it('show their addresses', async () => {
    expect((await client('ip -6 -br addr show eth0')).text).toContain(`${six('client')}/128 fe80::`)
    expect((await client('ip -6 addr show dev lo')).text).toContain('    inet6 ::1/128 scope host \n')
    expect((await client('hostname -I')).text).toBe(`${lab.ip('client')} ${six('client')} \n`)
    expect((await lab.exec('client', ['cat', '/etc/hosts'])).stdout).toContain(`${six('client')}\tclient\n`)
    expect((await lab.exec('alpine', ['netstat', '-ltn'])).stdout).not.toContain('::')
  })

  it('tell what passes in IPv6', async () => {
    const watching = client(`tcpdump -n -c 3 -i eth0 ip6 and port 80 2>/dev/null`)
    await client(`sleep 0.1; curl -s http://[${six('web')}]/hostname`)
    expect((await watching).text).toMatch(
      new RegExp(
        `^\\d\\d:\\d\\d:\\d\\d\\.\\d+ IP6 ${six('client')}\\.\\d+ > ${six('web')}\\.80: Flags \\[S\\]`,
      ),
    )
  })
})

describe('services', () => {
  it('have one family unless they ask for more', () => {
    expect(service('single', {}).spec).toMatchObject({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] })
    const { spec } = service('six', { ipFamilies: ['IPv6'] })
    expect(spec).toMatchObject({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] })
    expect(spec?.clusterIPs).toEqual([expect.stringMatching(/^fd00:10:96::[\da-f]+$/)])
    expect(service('taken', { clusterIP: 'fd00:10:96::7' }).spec?.ipFamilies).toEqual(['IPv6'])
  })

  it.each(['PreferDualStack', 'RequireDualStack'])('with %s have both, and slices of both', async policy => {
    const name = policy.toLowerCase()
    const { spec } = service(name, { ipFamilyPolicy: policy, type: 'NodePort' })
    expect(spec?.ipFamilies).toEqual(['IPv4', 'IPv6'])
    expect(spec?.clusterIPs).toEqual([
      expect.stringMatching(/^10\.96\./),
      expect.stringMatching(/^fd00:10:96::/),
    ])
    await expect.poll(() => slicesOf(name).length).toBe(2)
    expect(
      slicesOf(name).map(({ addressType, endpoints }) => [addressType, endpoints?.[0]?.addresses]),
    ).toEqual(
      expect.arrayContaining([
        ['IPv4', [lab.ip('web')]],
        ['IPv6', [six('web')]],
      ]),
    )
    const { nodePort } = spec!.ports![0]!
    for (const host of [
      ...spec!.clusterIPs!,
      `192.168.49.3:${nodePort}`,
      `[fd00:192:168:49::3]:${nodePort}`,
    ]) {
      const place = host.startsWith('fd00') ? `[${host}]` : host
      expect((await client(`curl -s http://${place}/hostname`)).text).toBe('web')
    }
  })

  it('may be given the other family, and let go of it', async () => {
    const change = (change: (spec: NonNullable<V1Service['spec']>) => void) =>
      lab.registry.modify<V1Service>('services', namespace, 'single', ({ spec }) => change(spec!)).spec!
    const more = change(spec => {
      spec.ipFamilyPolicy = 'PreferDualStack'
    })
    expect(more.ipFamilies).toEqual(['IPv4', 'IPv6'])
    expect(more.clusterIPs).toHaveLength(2)
    await expect
      .poll(() =>
        slicesOf('single')
          .map(({ addressType }) => addressType)
          .sort(),
      )
      .toEqual(['IPv4', 'IPv6'])
    expect(() =>
      change(spec => {
        spec.clusterIPs = spec.clusterIPs!.slice(0, 1)
      }),
    ).toThrow(/must be 'SingleStack' to release the secondary cluster IP/)
    const less = change(spec => {
      spec.ipFamilyPolicy = 'SingleStack'
    })
    expect([less.ipFamilies, less.clusterIPs]).toEqual([['IPv4'], [more.clusterIP]])
    await expect.poll(() => slicesOf('single').map(({ addressType }) => addressType)).toEqual(['IPv4'])
  })

  it('are refused what does not fit', () => {
    expect(() => service('no', { ipFamilies: ['IPv4', 'IPv6'] })).toThrow(
      /must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified/,
    )
    expect(() => service('no', { clusterIP: 'fd00:10:97::1' })).toThrow(
      /failed to allocate IP fd00:10:97::1: the provided network does not match the current range/,
    )
    expect(() => service('no', { clusterIP: 'fd00:10:96::7' })).toThrow(/provided IP is already allocated/)
  })
})

describe('names', () => {
  const full = `preferdualstack.${namespace}.svc.cluster.local`
  const addresses = () =>
    lab.registry.get<V1Service>('services', namespace, 'preferdualstack').spec!.clusterIPs!

  it('lead to addresses of both families, and these back to them', async () => {
    const [four, sixth] = addresses()
    expect((await client(`dig +short ${full} A; dig +short ${full} AAAA`)).text).toBe(`${four}\n${sixth}\n`)
    expect((await client(`dig +short -x ${sixth}`)).text).toBe(`${full}.\n`)
    expect((await client(`nslookup ${full}`)).text).toContain(`Name:\t${full}\nAddress: ${sixth}\n`)
    expect((await client(`host ${full}`)).text).toBe(
      `${full} has address ${four}\n${full} has IPv6 address ${sixth}\n`,
    )
    expect((await client(`getent ahostsv6 preferdualstack`)).text).toContain(sixth)
  })

  it('of pods behind a headless service, too', async () => {
    service('headless', { clusterIP: 'None', ipFamilyPolicy: 'PreferDualStack' })
    await expect.poll(() => slicesOf('headless').length).toBe(2)
    const name = `headless.${namespace}.svc.cluster.local`
    expect((await client(`dig +short ${name} AAAA`)).text).toBe(`${six('web')}\n`)
    const label = six('web').replaceAll(':', '-')
    expect((await client(`dig +short ${label}.${name} AAAA`)).text).toBe(`${six('web')}\n`)
    expect((await client(`dig +short ${label}.${namespace}.pod.cluster.local AAAA`)).text).toBe(
      `${six('web')}\n`,
    )
  })

  it('without an address of the family answer NOERROR without data', async () => {
    expect((await client(`dig single.${namespace}.svc.cluster.local AAAA`)).text).toMatch(
      /status: NOERROR.*\n.*ANSWER: 0, AUTHORITY: 1/,
    )
    expect((await client('dig nobody.default.svc.cluster.local AAAA')).text).toContain('status: NXDOMAIN')
  })

  it('are asked for by the family that one wants', async () => {
    expect((await client('curl -s -6 http://preferdualstack/clientip')).text).toContain(`[${six('client')}]:`)
    expect((await client('curl -s -4 http://preferdualstack/clientip')).text).toContain(
      `${lab.ip('client')}:`,
    )
    expect((await client('curl -s http://preferdualstack/clientip')).text).toContain(`${lab.ip('client')}:`)
    expect(await client('curl -sS -6 http://single')).toEqual({
      status: 6,
      text: 'curl: (6) Could not resolve host: single\n',
    })
  })
})

describe('a policy', () => {
  const closed = /timed out/
  const ask = (host: string) => client(`curl -sS -m 0.5 http://${host}/hostname`)

  it('with an ipBlock of one family says nothing of the other', async () => {
    lab.deny('four', {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
    })
    expect((await ask(lab.ip('web'))).text).toBe('web')
    expect((await ask(`[${six('web')}]`)).text).toMatch(closed)
    lab.deny('six', {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ from: [{ ipBlock: { cidr: 'fd00:10:244::/48', except: ['fd00:10:244:1::/64'] } }] }],
    })
    expect((await ask(`[${six('web')}]`)).text).toBe('web')
    for (const name of ['four', 'six'])
      lab.registry.delete('networking.k8s.io/networkpolicies', namespace, name)
  })

  it('with selectors is about both, and lets the own node in by both', async () => {
    lab.run('host', netshoot, { hostNetwork: true, nodeName: 'minikube' })
    lab.deny('nobody', { podSelector: {}, policyTypes: ['Ingress'] })
    await lab.ready('host')
    expect((await ask(lab.ip('web'))).text).toMatch(closed)
    expect((await ask(`[${six('web')}]`)).text).toMatch(closed)
    expect((await lab.exec('host', ['curl', '-s', `http://[${six('web')}]/hostname`])).stdout).toBe('web')
    expect((await lab.exec('host', ['curl', '-s', '-m', '0.3', `http://[${six('far')}]/`])).status).toBe(28)
  })
})
