import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestNode } from '../kubelet/node/node.fixture'

let lab: Awaited<ReturnType<typeof startTestNode>>
let [web, denied] = ['', '']
beforeAll(async () => {
  lab = await startTestNode('calico')
  lab.run('shoot', { image: 'nicolaka/netshoot', command: ['sleep', '600'] })
  lab.run('web', { image: 'nginx:alpine' })
  lab.run('denied', { image: 'nginx:alpine' })
  await lab.ready('shoot', 'web', 'denied')
  lab.deny('denied', { podSelector: { matchLabels: { app: 'denied' } }, policyTypes: ['Ingress'] })
  ;[web, denied] = [lab.ip('web'), lab.ip('denied')]
})
afterAll(() => lab.dispose())

const shoot = (command: string, stdin = '') =>
  lab.exec('shoot', ['bash', '-c', command.replaceAll('$WEB', web).replaceAll('$DENIED', denied)], stdin)

describe('who follows a path', () => {
  it('mtr reports it', async () => {
    const { stdout } = await shoot('mtr -r -n -c 2 -i 0.1 $WEB')
    const [start, head, first, second] = stdout.split('\n')
    expect(start).toMatch(/^Start: \d{4}-\d\d-\d\dT[\d:]+\+0000$/)
    expect(head).toBe('HOST: shoot                       Loss%   Snt   Last   Avg  Best  Wrst StDev')
    expect(first).toBe('  1.|-- ???                       100.0     2    0.0   0.0   0.0   0.0   0.0')
    expect(second).toMatch(/^ {2}2\.\|-- 10\.[\d.]+ +0\.0% {5}2( +\d+\.\d){5}$/)
  })

  it('tracepath gets there, past the node that says nothing', async () => {
    const { stdout } = await shoot('tracepath -n $WEB')
    expect(stdout).toMatch(
      /^ 1\?: \[LOCALHOST\] {22}pmtu \d+\n 1: {2}no reply\n 2: {2}10\.[\d.]+ +\d\.\d{3}ms reached\n {5}Resume: pmtu \d+ hops 2 back 2 \n$/,
    )
  })

  it('fping tells who is alive', async () => {
    expect(await shoot('fping $WEB $DENIED')).toEqual({
      status: 1,
      stdout: `${web} is alive\n${denied} is unreachable\n`,
      stderr: '',
    })
    expect((await shoot('fping -c 1 -q $WEB')).stderr).toMatch(
      /^10[\d.]+ : xmt\/rcv\/%loss = 1\/1\/0%, min\/avg\/max = /,
    )
  })
})

describe('socat', () => {
  it('carries stdin to a server and its answer to stdout', async () => {
    const request = 'GET / HTTP/1.0\r\n\r\n'
    expect((await shoot('socat - TCP:$WEB:80', request)).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it('serves a command to everybody who connects', async () => {
    const server = 'socat TCP-LISTEN:9000,fork,reuseaddr EXEC:"tr a-z A-Z" &'
    const { stdout } = await shoot(
      `${server} sleep 0.2; echo one | socat - TCP4:127.0.0.1:9000; echo two | nc -N 127.0.0.1 9000; kill %1`,
    )
    expect(stdout).toBe('ONE\nTWO\n')
  })

  it('passes a port on', async () => {
    const { stdout } = await shoot(
      'socat TCP-LISTEN:9001,fork TCP:$WEB:80 & sleep 0.2; curl -s -o /dev/null -w %{http_code} http://127.0.0.1:9001; kill %1',
    )
    expect(stdout).toBe('200')
  })

  it('speaks UDP', async () => {
    const { stdout } = await shoot(
      'socat -u UDP-LISTEN:9002 - & sleep 0.2; echo hello | socat -u - UDP:127.0.0.1:9002; sleep 0.2; kill %1',
    )
    expect(stdout).toBe('hello\n')
  })

  it.each([
    [
      'socat - TCP:$WEB:81',
      /^[\d/]+ [\d:]+ socat\[\d+\] E connect\(5, AF=2 10[\d.]+:81, 16\): Connection refused\n$/,
    ],
    ['socat - TCP:nosuch:80', /E getaddrinfo\("nosuch", "80", .*\): Name does not resolve\n$/],
    ['socat -', /E exactly 2 addresses required \(there are 1\); use option "-h" for help\n$/],
    ['socat - FOO:1', /E unknown device\/address "FOO"\n$/],
  ])('says why not: %s', async (command, stderr) =>
    expect(await shoot(command)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(stderr) }),
  )
})

it('jq reads what a server says', async () => {
  expect((await shoot(`echo '{"a":[1,{"b":"c"}]}' | jq -r '.a[1].b'`)).stdout).toBe('c\n')
})

it('ethtool knows a pod has one end of a veth pair', async () => {
  expect((await shoot('ethtool -i eth0')).stdout).toMatch(/^driver: veth\n/)
  expect((await shoot('ethtool eth9')).status).toBe(75)
})

describe('who looks at sockets', () => {
  it('ss puts colons below each other', async () => {
    const { stdout } = await shoot('nc -l -k -p 8090 & sleep 0.2; ss -tlnp; kill %1')
    expect(stdout).toMatch(
      /^State {2}Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nLISTEN 0 {6}4096 {9}0\.0\.0\.0:8090 {6}0\.0\.0\.0:\* {4}users:\(\("nc",pid=\d+,fd=6\)\)\n$/,
    )
  })

  it('ss takes a state and a port, and says what it does not know', async () => {
    expect((await shoot('ss -tn state established')).stdout).toMatch(/^State /)
    expect((await shoot('ss -H -tln sport = :9999')).stdout).toBe('')
    expect((await shoot('ss -z')).status).toBe(255)
    expect((await shoot('ss -s')).stdout).toMatch(/^Total: \d+\nTCP: /)
  })

  it('/proc/net tells it to scripts', async () => {
    const { stdout } = await lab.exec('web', ['cat', '/proc/net/tcp'])
    expect(stdout).toContain('   0: 00000000:0050 00000000:0000 0A ')
    expect((await lab.exec('web', ['ls', '/proc/net'])).stdout).toBe('arp\ndev\nroute\ntcp\nudp\n')
    expect((await shoot('netstat -rn')).stdout).toMatch(/^Kernel IP routing table\n/)
  })
})
