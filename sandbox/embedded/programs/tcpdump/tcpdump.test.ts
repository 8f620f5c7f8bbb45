import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector, inputOf } from '../../../process'
import { namespace, startTestNode } from '../../kubelet/node/node.fixture'

type Lab = Awaited<ReturnType<typeof startTestNode>>
const netshoot = { image: 'nicolaka/netshoot', command: ['sleep', '600'] }

/** Runs tcpdump in a pod while something happens, until Ctrl-C. */
async function watch(lab: Lab, pod: string, words: string, event: () => Promise<unknown>) {
  const [stdout, stderr] = [createCollector(1_000_000), createCollector(1_000_000)]
  const session = await lab.node.kubelet.exec(
    { namespace, pod, container: 'main' },
    ['tcpdump', '-l', ...words.split(' ')],
    { stdin: inputOf(''), stdout, stderr },
  )
  await expect.poll(() => stderr.text()).toContain('listening on')
  await event()
  await new Promise(resolve => setTimeout(resolve, 50))
  await lab.exec(pod, ['sh', '-c', 'kill -INT $(pidof tcpdump)'])
  await session.exited
  const lines = stdout.text().split('\n').filter(Boolean)
  return { lines: lines.map(line => line.replace(/^\d\d:\d\d:\d\d\.\d{6} /, '')), stderr: stderr.text() }
}

describe('tcpdump', () => {
  let lab: Lab
  let [source, web, locked] = ['', '', '']
  beforeAll(async () => {
    lab = await startTestNode('calico')
    lab.run('source', netshoot)
    lab.run('caged', netshoot)
    lab.run('web', { image: 'nginx:alpine' })
    lab.run('locked', netshoot)
    await lab.ready('source', 'caged', 'web', 'locked')
    lab.deny('locked', { podSelector: { matchLabels: { app: 'locked' } }, policyTypes: ['Ingress'] })
    lab.deny('caged', { podSelector: { matchLabels: { app: 'caged' } }, policyTypes: ['Egress'] })
    ;[source, web, locked] = [lab.ip('source'), lab.ip('web'), lab.ip('locked')]
  })
  afterAll(() => lab.dispose())
  const curl =
    (pod: string, ip: string, ...more: string[]) =>
    () =>
      lab.exec(pod, ['curl', '-s', '-m', '1.4', ...more, ip])

  it('shows a connection from its first segment to its last', async () => {
    const { lines, stderr } = await watch(lab, 'source', '-nn tcp port 80', curl('source', web))
    const [out, back] = [`${source}\\.\\d+ > ${web}\\.80`, `${web}\\.80 > ${source}\\.\\d+`]
    const stamps = 'TS val \\d+ ecr \\d+'
    const patterns = [
      `IP ${out}: Flags \\[S\\], seq \\d+, win 64800, options \\[mss 1440,sackOK,TS val \\d+ ecr 0,nop,wscale 7\\], length 0`,
      `IP ${back}: Flags \\[S\\.\\], seq \\d+, ack \\d+, win 64260, options \\[mss 1440,sackOK,${stamps},nop,wscale 7\\], length 0`,
      `IP ${out}: Flags \\[\\.\\], ack 1, win 507, options \\[nop,nop,${stamps}\\], length 0`,
      `IP ${out}: Flags \\[P\\.\\], seq 1:(\\d+), ack 1, win 507, options \\[nop,nop,${stamps}\\], length \\d+: HTTP: GET / HTTP/1\\.1`,
      `IP ${back}: Flags \\[\\.\\], ack \\d+, win 502, options \\[nop,nop,${stamps}\\], length 0`,
      `IP ${back}: Flags \\[P\\.\\], seq 1:\\d+, ack \\d+, win 502, options \\[nop,nop,${stamps}\\], length \\d+: HTTP: HTTP/1\\.1 200 OK`,
    ]
    for (const [at, pattern] of patterns.entries()) expect(lines[at]).toMatch(new RegExp(`^${pattern}$`))
    expect(lines.filter(line => line.includes('Flags [F.]'))).toHaveLength(2)
    expect(stderr).toBe(
      `tcpdump: verbose output suppressed, use -v[v]... for full protocol decode
listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes
${lines.length} packets captured
${lines.length} packets received by filter
0 packets dropped by kernel
`,
    )
  })

  it('writes what it sees to a file, and reads it again', async () => {
    await watch(lab, 'source', '-w /tmp/x.pcap -nn tcp port 80', curl('source', web))
    const { stdout, stderr } = await lab.exec('source', ['tcpdump', '-nn', '-r', '/tmp/x.pcap'])
    expect(stderr).toBe(
      'reading from file /tmp/x.pcap, link-type EN10MB (Ethernet), snapshot length 262144\n',
    )
    expect(stdout).toMatch(
      /^[\d:.]+ IP \S+ > \S+\.80: Flags \[S\], seq \d+, win 64800, options \[mss 1440,sackOK/,
    )
    expect(stdout).toContain('length 0\n')
    expect(stdout).toMatch(/ack 1, win 507, .*: HTTP: GET \/ HTTP\/1\.1\n/)
    const syn = await lab.exec('source', [
      'tcpdump',
      '-ttnn',
      '-r',
      '/tmp/x.pcap',
      'tcp[tcpflags] & tcp-syn != 0',
    ])
    expect(syn.stdout.trim().split('\n')).toHaveLength(2)
  })

  it('shows the bytes of a packet', async () => {
    const { lines } = await watch(lab, 'source', '-A -nn -c 4 tcp port 80', curl('source', web))
    expect(lines).toContain(`Host: ${web}`)
    expect(lines.some(line => line.startsWith('E..'))).toBe(true)
    const hex = await watch(lab, 'source', '-X -nn -c 1 tcp port 80', curl('source', web))
    expect(hex.lines[1]).toMatch(
      /^\t0x0000: {2}4500 003c [0-9a-f]{4} 4000 4006 [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} {2}E\.\.</,
    )
    expect(hex.lines).toHaveLength(5)
  })

  it('shows at the source of a denied connection its SYN again and again, and at the target nothing', async () => {
    const seen = { target: [''] }
    const { lines } = await watch(lab, 'source', `-nn host ${locked}`, async () => {
      seen.target = (await watch(lab, 'locked', '-nn tcp', curl('source', locked))).lines
    })
    expect(lines).toHaveLength(2)
    const syn = /^IP \S+ > \S+\.80: Flags \[S\], (seq \d+), .* length 0$/
    expect(syn.exec(lines[0]!)?.[1]).toBeDefined()
    expect(syn.exec(lines[1]!)?.[1]).toBe(syn.exec(lines[0]!)?.[1])
    expect(seen.target).toEqual([])
  })

  it('shows no answer where the deny is on the way out', async () => {
    const seen = { target: [''] }
    const { lines } = await watch(lab, 'caged', '-nn tcp', async () => {
      seen.target = (await watch(lab, 'source', '-nn tcp', curl('caged', source))).lines
    })
    expect(lines.length).toBe(2)
    for (const line of lines) expect(line).toContain('Flags [S],')
    expect(seen.target).toEqual([])
  })

  it('shows how a port without a listener refuses, at both ends', async () => {
    const seen = { web: [''] }
    const { lines } = await watch(lab, 'source', '-nn port 81', async () => {
      seen.web = (await watch(lab, 'caged', '-nn tcp', curl('source', `${lab.ip('caged')}:81`))).lines
    })
    for (const both of [lines, seen.web]) {
      expect(both).toHaveLength(2)
      expect(both[0]).toContain('Flags [S],')
      expect(both[1]).toMatch(/Flags \[R\.\], seq 0, ack \d+, win 0, length 0$/)
    }
  })

  it('shows the questions to the DNS and its answers, and names instead of numbers', async () => {
    const ask = () => lab.exec('source', ['nslookup', 'nosuch'])
    const { lines } = await watch(lab, 'source', '-nn udp port 53', ask)
    expect(lines[0]).toMatch(
      /^IP \S+ > 10\.96\.0\.10\.53: \d+\+ A\? nosuch\.netpol-demo\.svc\.cluster\.local\. \(54\)$/,
    )
    expect(lines[1]).toMatch(/^IP 10\.96\.0\.10\.53 > \S+: \d+ NXDomain\*- 0\/1\/0 \(\d+\)$/)
    const named = await watch(lab, 'source', `port 80 and host ${web} -c 1`, curl('source', web))
    expect(named.lines[0]).toMatch(/^IP source\.\d+ > \S+\.http: Flags \[S\]/)
  })

  it('shows pings, with what a pod does not see of them', async () => {
    const ping = (ip: string) => () => lab.exec('source', ['ping', '-c', '1', '-W', '1', ip])
    const heard = await watch(lab, 'source', '-n icmp', ping(web))
    expect(heard.lines).toEqual([
      expect.stringMatching(`^IP ${source} > ${web}: ICMP echo request, id \\d+, seq 0, length 64$`),
      expect.stringMatching(`^IP ${web} > ${source}: ICMP echo reply, id \\d+, seq 0, length 64$`),
    ])
    expect((await watch(lab, 'source', '-n icmp', ping(locked))).lines).toHaveLength(1)
    expect((await watch(lab, 'locked', '-n icmp', ping(locked))).lines).toEqual([])
  })

  it('names the interface with -i any, and sees the loopback once', async () => {
    const own = () => lab.exec('source', ['nc', '-z', '127.0.0.1', '9'])
    const { lines, stderr } = await watch(lab, 'source', '-i any -nn port 9', own)
    expect(lines[0]).toMatch(/^lo {4}In {2}IP 127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.9: Flags \[S\]/)
    expect(lines).toHaveLength(2)
    expect(stderr).toContain('listening on any, link-type LINUX_SLL2 (Linux cooked v2), ')
    expect(stderr).toContain('2 packets captured\n4 packets received by filter\n')
  })

  it.each([
    ['-i wlan0', 'tcpdump: wlan0: No such device exists\n(No such device exists)\n'],
    ['-c 0', 'tcpdump: invalid packet count 0\n'],
    ['tcp and', "tcpdump: can't parse filter expression: syntax error\n"],
    ['-F /tmp/x', 'tcpdump: -F: the tcpdump of this lab reads no filter files\n'],
    ['-r /tmp/none', 'tcpdump: /tmp/none: No such file or directory\n'],
    ['-r /etc/hostname', 'tcpdump: truncated dump file; tried to read 24 file header bytes, only got 7\n'],
    ['host nosuch', "tcpdump: unknown host 'nosuch'\n"],
  ])('says what is wrong with %s', async (words, stderr) => {
    expect(await lab.exec('source', ['tcpdump', ...words.split(' ')])).toEqual({
      status: 1,
      stdout: '',
      stderr,
    })
  })
})
