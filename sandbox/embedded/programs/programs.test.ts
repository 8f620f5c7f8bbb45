import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../kubelet/node/node.fixture'
import { welcomePage } from './servers/nginx-pages'

/** What the real programs printed in the real images (busybox 1.35, curl 7.88.1, BIND 9.18, agnhost 2.63). */
type Case = [
  pod: string,
  command: string,
  expected: { stdout?: string | RegExp; stderr?: string | RegExp; status?: number },
]

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  // Recorded on a cluster with Cilium, which drops what goes to a service without endpoints.
  lab = await startTestNode('cilium')
  const agnhost = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'
  lab.run('web', { image: 'nginx' })
  lab.run('alpine', { image: 'nginx:alpine' })
  lab.run('client', { image: 'busybox', command: ['sleep', '600'] })
  lab.run('shoot', { image: 'nicolaka/netshoot', command: ['sleep', '600'] })
  lab.run('agn', { image: agnhost, args: ['netexec', '--http-port=8080'] })
  await lab.ready('web', 'alpine', 'client', 'shoot', 'agn')
  for (const [name, app] of [
    ['web', 'web'],
    ['none', 'none'],
  ])
    lab.registry.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        clusterIP: app === 'web' ? '10.96.7.7' : '10.96.8.8',
        selector: { app },
        ports: [{ port: 80 }],
      },
    } as never)
  await lab.until(() => lab.registry.find('endpoints', namespace, 'web'))
})
afterAll(() => lab.dispose())

describe('python3 -m http.server', () => {
  it('serves the files of a directory, and says so', async () => {
    lab.run('python', {
      image: 'python:3.13-alpine',
      command: [
        'sh',
        '-c',
        'mkdir -p /srv/d; echo hello >/srv/a.txt; cd /srv && exec python3 -m http.server 8000',
      ],
    })
    await lab.ready('python')
    // Running is not yet listening.
    await expect
      .poll(() => lab.exec('python', ['netstat', '-tln']))
      .toMatchObject({ stdout: expect.stringContaining(':8000') })
    const curl = async (path: string, ...options: string[]) =>
      (await lab.exec('shoot', ['curl', '-s', ...options, `http://${lab.ip('python')}:8000${path}`])).stdout
    expect(await curl('/a.txt')).toBe('hello\n')
    expect(await curl('/')).toContain('<li><a href="a.txt">a.txt</a></li>\n<li><a href="d/">d/</a></li>\n')
    expect(await curl('/nope', '-i')).toMatch(
      /^HTTP\/1\.0 404 File not found\r\nServer: SimpleHTTP\/0\.6 Python\/3/,
    )
    expect(await curl('/d', '-o', '/dev/null', '-w', '%{http_code}')).toBe('301')
    expect(await curl('/../../etc/passwd', '-o', '/dev/null', '-w', '%{http_code}')).toBe('404')
    expect(await curl('/a.txt', '-X', 'POST', '-i')).toContain("HTTP/1.0 501 Unsupported method ('POST')")
  })
})

const table = (name: string, cases: Case[]) =>
  describe(name, () => {
    it.each(cases)('%s: %s', async (pod, command, expected) => {
      const words = command.replaceAll('$WEB', lab.ip('web')).split(' ')
      const result = await lab.exec(pod, words)
      const text = (value: string | RegExp | undefined) =>
        value instanceof RegExp
          ? expect.stringMatching(value)
          : (value ?? '').replaceAll('$WEB', lab.ip('web'))
      expect(result).toEqual({
        status: expected.status ?? 0,
        stdout: text(expected.stdout),
        stderr: text(expected.stderr),
      })
    })
  })

table('busybox wget', [
  ['client', 'wget -qO- http://web', { stdout: welcomePage }],
  [
    'client',
    'wget -O /tmp/page http://$WEB',
    {
      stderr:
        "Connecting to $WEB ($WEB:80)\nsaving to '/tmp/page'\npage                 100% |********************************|   164  0:00:00 ETA\n'/tmp/page' saved\n",
    },
  ],
  [
    'client',
    'wget -O /dev/null --spider http://$WEB',
    { stderr: 'Connecting to $WEB ($WEB:80)\nremote file exists\n' },
  ],
  [
    'client',
    'wget -qO- http://$WEB/nope',
    { status: 1, stderr: 'wget: server returned error: HTTP/1.1 404 Not Found\n' },
  ],
  [
    'client',
    'wget http://$WEB:81',
    {
      status: 1,
      stderr:
        "Connecting to $WEB:81 ($WEB:81)\nwget: can't connect to remote host ($WEB): Connection refused\n",
    },
  ],
  ['client', 'wget -qO- http://nosuch', { status: 1, stderr: "wget: bad address 'nosuch'\n" }],
  ['client', 'wget -T 1 -qO- http://none', { status: 1, stderr: 'wget: download timed out\n' }],
  ['client', 'wget -T x http://web', { status: 1, stderr: "wget: invalid number 'x'\n" }],
  ['client', 'wget foo://web', { status: 1, stderr: 'wget: not an http or ftp url: foo://web\n' }],
  [
    'client',
    'wget --bogus',
    { status: 1, stderr: /^wget: unrecognized option '--bogus'\nBusyBox v1\.35\.0 / },
  ],
])

table('busybox says it in its own words', [
  ['client', 'cat /nope', { status: 1, stderr: "cat: can't open '/nope': No such file or directory\n" }],
  ['client', 'ls /nope', { status: 1, stderr: 'ls: /nope: No such file or directory\n' }],
  ['client', 'rm /nope', { status: 1, stderr: "rm: can't remove '/nope': No such file or directory\n" }],
  ['client', 'timeout 1 sleep 5', { status: 143 }],
  ['client', 'wc /etc/hostname', { stdout: '        1         1         7 /etc/hostname\n' }],
  ['client', 'ls -l /bin/wget', { stdout: /^-rwxr-xr-x {4}1 root {5}root {13}0 .* \/bin\/wget\n$/ }],
  ['client', 'which wget', { stdout: '/bin/wget\n' }],
  ['web', 'ls /nope', { status: 2, stderr: "ls: cannot access '/nope': No such file or directory\n" }],
])

table('who looks around', [
  ['client', 'telnet web 80', { stdout: 'Connected to web\n' }],
  [
    'shoot',
    'nmap -p 80,81 $WEB',
    {
      stdout:
        /^Starting Nmap 7\.93 [\s\S]*PORT {3}STATE {2}SERVICE\n80\/tcp open {3}http\n81\/tcp closed hosts2-ns\n\nNmap done: 1 IP address \(1 host up\)/,
    },
  ],
  [
    'shoot',
    'nmap $WEB',
    { stdout: /Not shown: 999 closed tcp ports \(conn-refused\)\nPORT {3}STATE SERVICE\n/ },
  ],
  ['shoot', 'ip -o -4 addr show eth0', { stdout: /^3: eth0 {4}inet [\d.]+\/32 scope global eth0\\ / }],
  ['shoot', 'ip addr show eth1', { status: 1, stderr: 'Device "eth1" does not exist.\n' }],
  [
    'client',
    'ip link show lo',
    { stdout: /^1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n/ },
  ],
  [
    'shoot',
    'dig web',
    { stdout: /; COOKIE: [0-9a-f]{16} \(echoed\)\n;; QUESTION SECTION:\n;web\.\t\t\t\tIN\tA\n/ },
  ],
])

describe('databases', () => {
  it('answer who may connect', async () => {
    lab.run('pg', { image: 'postgres', env: [{ name: 'POSTGRES_PASSWORD', value: 'secret' }] })
    lab.run('kv', { image: 'redis' })
    await lab.ready('pg', 'kv')
    const [pg, kv, web] = [lab.ip('pg'), lab.ip('kv'), lab.ip('web')]
    const psql = (host: string, password: string) =>
      lab.exec('pg', [
        'env',
        `PGPASSWORD=${password}`,
        'psql',
        '-h',
        host,
        '-U',
        'postgres',
        '-tAc',
        'select 1',
      ])
    await expect
      .poll(() => lab.exec('kv', ['redis-cli', '-h', kv, 'ping']))
      .toMatchObject({ stdout: 'PONG\n' })
    expect(await lab.exec('pg', ['pg_isready', '-h', pg])).toMatchObject({
      status: 0,
      stdout: `${pg}:5432 - accepting connections\n`,
    })
    expect(await psql(pg, 'secret')).toEqual({ status: 0, stdout: '1\n', stderr: '' })
    expect((await psql(pg, 'wrong')).stderr).toBe(
      `psql: error: connection to server at "${pg}", port 5432 failed: FATAL:  password authentication failed for user "postgres"\n`,
    )
    expect(await psql(web, 'secret')).toMatchObject({
      status: 2,
      stderr: `psql: error: connection to server at "${web}", port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n`,
    })
    await lab.exec('kv', ['redis-cli', 'set', 'a', '1'])
    expect(await lab.exec('kv', ['redis-cli', '-h', kv, 'incr', 'a'])).toMatchObject({ stdout: '2\n' })
    expect((await lab.exec('kv', ['redis-cli', '-h', web, 'ping'])).stderr).toBe(
      `Could not connect to Redis at ${web}:6379: Connection refused\n`,
    )
  })
})

describe('nginx', () => {
  it('does what its configuration says', async () => {
    lab.registry.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'servers', namespace },
      data: {
        'a.conf':
          'server { listen 8080; location / { return 200 "from $hostname\\n"; } location /web/ { proxy_pass http://web/; } location ~ ^/no { return 403; } }',
      },
    } as never)
    lab.run(
      'gate',
      { image: 'nginx', volumeMounts: [{ name: 'servers', mountPath: '/etc/nginx/conf.d' }] },
      { volumes: [{ name: 'servers', configMap: { name: 'servers' } }] },
    )
    await lab.ready('gate')
    await expect
      .poll(() => lab.exec('web', ['curl', '-s', `http://${lab.ip('gate')}:8080/`]))
      .toMatchObject({ stdout: 'from gate\n' })
    const get = async (path: string) =>
      (await lab.exec('web', ['curl', '-s', '-w', ' %{http_code}', `http://${lab.ip('gate')}:8080${path}`]))
        .stdout
    expect(await get('/web/')).toBe(`${welcomePage} 200`)
    expect(await get('/nothing')).toMatch(/<title>403 Forbidden<\/title>[\s\S]* 403$/)
    expect((await lab.exec('web', ['curl', '-sS', `http://${lab.ip('gate')}`])).status).toBe(7)
  })
})

table('nc', [
  [
    'client',
    'nc -vvz 127.0.0.1 81',
    { status: 1, stderr: 'nc: 127.0.0.1 (127.0.0.1:81): Connection refused\nsent 0, rcvd 0\n' },
  ],
  ['client', 'nc -zv web 80', { stderr: 'web (10.96.7.7:80) open\n' }],
  ['client', 'nc -zv -w 2 $WEB 81', { status: 1 }],
  ['client', 'nc -zv -w 1 none 80', { status: 1, stderr: 'nc: none (10.96.8.8:80): Connection timed out\n' }],
  ['client', 'nc -zv nosuch 80', { status: 1, stderr: "nc: bad address 'nosuch'\n" }],
  ['shoot', 'nc -zv web 80', { stderr: 'Connection to web (10.96.7.7) 80 port [tcp/*] succeeded!\n' }],
  [
    'shoot',
    'nc -zv -w 2 $WEB 81',
    { status: 1, stderr: 'nc: connect to $WEB port 81 (tcp) failed: Connection refused\n' },
  ],
  [
    'shoot',
    'nc -zv -w 1 none 80',
    {
      status: 1,
      stderr: 'nc: connect to none (10.96.8.8) port 80 (tcp) timed out: Operation now in progress\n',
    },
  ],
  [
    'shoot',
    'nc -zv nosuch 80',
    { status: 1, stderr: 'nc: getaddrinfo for host "nosuch" port 80: Name or service not known\n' },
  ],
])

table('names', [
  [
    'client',
    'nslookup -type=a web.netpol-demo.svc.cluster.local',
    {
      stdout:
        'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.netpol-demo.svc.cluster.local\nAddress: 10.96.7.7\n\n',
    },
  ],
  [
    'client',
    'nslookup 10.96.0.1',
    {
      stdout:
        'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n1.0.96.10.in-addr.arpa\tname = kubernetes.default.svc.cluster.local\n\n',
    },
  ],
  [
    'client',
    'nslookup kubernetes.default',
    {
      status: 1,
      stdout:
        "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n** server can't find kubernetes.default: NXDOMAIN\n\n** server can't find kubernetes.default: NXDOMAIN\n\n",
    },
  ],
  ['shoot', 'dig +short +search web', { stdout: '10.96.7.7\n' }],
  ['shoot', 'dig +short +tcp web.netpol-demo.svc.cluster.local', { stdout: '10.96.7.7\n' }],
  ['shoot', 'dig +short kubernetes.default', {}],
  ['shoot', 'dig -x 10.96.0.1 +short', { stdout: 'kubernetes.default.svc.cluster.local.\n' }],
  [
    'shoot',
    'dig @$WEB web +time=1 +tries=1',
    { status: 9, stdout: /^;; communications error to .*#53: connection refused\n/ },
  ],
  ['shoot', 'host web', { stdout: 'web.netpol-demo.svc.cluster.local has address 10.96.7.7\n' }],
  ['web', 'getent hosts none', { stdout: '10.96.8.8       none.netpol-demo.svc.cluster.local\n' }],
])

table('curl', [
  ['web', 'curl -s http://web', { stdout: welcomePage }],
  ['web', 'curl -sS -o /dev/null -w %{http_code} http://$WEB/nope', { stdout: '404' }],
  [
    'web',
    'curl -sS http://$WEB:81',
    {
      status: 7,
      stderr: /^curl: \(7\) Failed to connect to \S+ port 81 after \d+ ms: Couldn't connect to server\n$/,
    },
  ],
  [
    'web',
    'curl -sS -m 1 http://none',
    { status: 28, stderr: /^curl: \(28\) Connection timed out after 1\d{3} milliseconds\n$/ },
  ],
  [
    'web',
    'curl -sS --connect-timeout 1 http://none',
    {
      status: 28,
      stderr: /^curl: \(28\) Failed to connect to none port 80 after 1\d{3} ms: Timeout was reached\n$/,
    },
  ],
  ['web', 'curl -sS http://nosuch', { status: 6, stderr: 'curl: (6) Could not resolve host: nosuch\n' }],
  ['web', 'curl -sf http://web/nope', { status: 22 }],
  ['web', 'curl -s http://$WEB:81', { status: 7 }],
  [
    'web',
    'curl -sv -o /dev/null -d a=1 http://$WEB',
    {
      stderr:
        /^\* {3}Trying [\d.]+:80\.\.\.\n[\s\S]*> Content-Length: 3\r\n[\s\S]*\} \[3 bytes data\]\n< HTTP\/1\.1 405 Not Allowed\r\n[\s\S]*\{ \[157 bytes data\]\n\* Connection #0 to host [\d.]+ left intact\n$/,
    },
  ],
  [
    'web',
    'curl -s --fail-with-body -o /dev/null -w %{exitcode},%{method},%{url_effective} http://web/nope',
    { status: 22, stdout: '22,GET,http://web/nope' },
  ],
  ['web', 'curl -sS -6 http://web', { status: 6, stderr: 'curl: (6) Could not resolve host: web\n' }],
  ['web', 'curl -sS --connect-time 1 -D - -o /dev/null http://web', { stdout: /^HTTP\/1\.1 200 OK\r\n/ }],
  [
    'web',
    'curl --retry-delay x http://web',
    { status: 2, stderr: /^curl: option --retry-delay: expected a proper numerical parameter\n/ },
  ],
  [
    'web',
    'curl --bogus',
    {
      status: 2,
      stderr:
        "curl: option --bogus: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    },
  ],
])

table('agnhost', [
  ['agn', '/agnhost connect web:80 --timeout=1s', {}],
  ['agn', '/agnhost connect $WEB:81 --timeout=1s', { status: 1, stderr: 'REFUSED\n' }],
  ['agn', '/agnhost connect none:80 --timeout=100ms', { status: 1, stderr: 'TIMEOUT\n' }],
  [
    'agn',
    '/agnhost connect nosuch:80 --timeout=1s',
    { status: 1, stderr: 'DNS: lookup nosuch on 10.96.0.10:53: no such host\n' },
  ],
  ['agn', '/agnhost connect web', { status: 1, stderr: 'UNKNOWN: address web: missing port in address\n' }],
  ['agn', '/agnhost connect web:80 --protocol=foo', { status: 1, stderr: 'Unsupported protocol\nfoo' }],
  ['agn', 'wget -qO- http://127.0.0.1:8080/hostname', { stdout: 'agn' }],
  ['agn', 'wget -qO- http://127.0.0.1:8080/echo?msg=hello', { stdout: 'hello' }],
  ['agn', 'wget -qO- http://127.0.0.1:8080/clientip', { stdout: /^127\.0\.0\.1:\d+$/ }],
])

table('the rest', [
  ['client', 'hostname', { stdout: 'client\n' }],
  ['client', 'id', { stdout: 'uid=0(root) gid=0(root) groups=0(root)\n' }],
  ['client', 'ping -c 1 nosuch', { status: 1, stderr: "ping: bad address 'nosuch'\n" }],
  ['client', 'kill 999', { status: 1, stderr: "kill: can't kill pid 999: No such process\n" }],
  ['client', 'sleep x', { status: 1, stderr: "sleep: invalid number 'x'\n" }],
  [
    'web',
    'sleep x',
    { status: 1, stderr: "sleep: invalid time interval 'x'\nTry 'sleep --help' for more information.\n" },
  ],
  ['client', 'ps', { stdout: /^PID {3}USER {5}TIME {2}COMMAND\n {4}1 root {6}0:00 sleep 600\n/ }],
  ['alpine', 'wget -qO- http://localhost', { stdout: welcomePage }],
])

describe('an image without the program', () => {
  it.each([
    ['web', 'wget'],
    ['web', 'nslookup'],
    ['web', 'ip'],
    ['client', 'curl'],
    ['client', 'bash'],
    ['client', 'dig'],
  ])('%s has no %s', async (pod, program) => {
    await expect(lab.exec(pod, [program])).rejects.toThrow(
      `exec: "${program}": executable file not found in $PATH`,
    )
  })
})
