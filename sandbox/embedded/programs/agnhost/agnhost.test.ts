import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestNode } from '../../kubelet/node/node.fixture'

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode('calico')
  lab.run('agn', { image, args: ['netexec', '--http-port=8080'] })
  lab.run('idle', { image })
  await lab.ready('agn', 'idle')
})
afterAll(() => lab.dispose())

const curl = async (path: string, ...options: string[]) =>
  (await lab.exec('idle', ['curl', '-s', ...options, `http://${lab.ip('agn')}:8080${path}`])).stdout

/** What the real program (2.63.0) answered to the same. */
describe('netexec', () => {
  it.each([
    ['/serverport', '8080'],
    ['/header?key=Accept', '*/*'],
    ['/readyz', 'ok'],
    ['/echo?msg=a&code=x', `argument 'code' must be an integer or empty, got "x"\n`],
    ['/shell?cmd=echo+hi', '{"output":"hi\\n"}'],
    ['/shell?cmd=exit+3', '{"error":"exit status 3"}'],
    ['/dial?host=127.0.0.1&port=8080&request=hostname', '{"responses":["agn"]}'],
    [
      '/dial?host=127.0.0.1&port=8081&request=echo+Hello&protocol=udp&tries=2',
      '{"responses":["hello","hello"]}',
    ],
    [
      '/dial?host=127.0.0.1&port=1&request=hostname',
      '{"errors":["Get \\"http://127.0.0.1:1/hostname\\": dial tcp 127.0.0.1:1: connect: connection refused"]}',
    ],
    ['/dial?host=127.0.0.1&port=1', 'request parameter not specified. <nil>\n'],
    [
      '/dial?host=nosuch&port=1&request=x',
      'host and/or port param are invalid. lookup nosuch on 10.96.0.10:53: no such host\n',
    ],
    [
      '/dial?host=127.0.0.1&port=1&request=x&tries=a',
      'tries parameter is invalid. strconv.Atoi: parsing "a": invalid syntax\n',
    ],
    ['/exit?timeout=x', `argument 'timeout' must be a valid golang duration or empty, got "x"\n`],
  ])('answers %s', async (path, answer) => expect(await curl(path)).toBe(answer))

  it('answers with the status that it is asked for', async () => {
    expect(await curl('/echo?msg=hi&code=418', '-i')).toMatch(
      /^HTTP\/1\.1 418 I'm a teapot\r\nDate: .*\r\nContent-Length: 2\r\nContent-Type: text\/plain; charset=utf-8\r\n\r\nhi$/,
    )
    expect(await curl('/redirect?location=/echo', '-i')).toMatch(
      /^HTTP\/1\.1 302 Found\r\nContent-Type: text\/html; charset=utf-8\r\nLocation: \/echo\r\nDate: .*\r\nContent-Length: 28\r\n\r\n<a href="\/echo">Found<\/a>\.\n\n$/,
    )
  })

  it('keeps what is uploaded', async () => {
    const body = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nkept\r\n--x--\r\n'
    const said = await curl('/upload', '-H', 'Content-Type: multipart/form-data; boundary=x', '-d', body)
    const { output } = JSON.parse(said) as { output: string }
    expect((await lab.exec('agn', ['cat', output])).stdout).toBe('kept')
  })

  it('ends with the status that it is told', async () => {
    lab.run('ending', { image, args: ['netexec'] }, { restartPolicy: 'Never' })
    await lab.ready('ending')
    await lab.exec('idle', ['curl', '-s', `http://${lab.ip('ending')}:8080/exit?code=3`])
    await expect
      .poll(() => lab.find('ending')?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode)
      .toBe(3)
  })
})

describe('the other subcommands', () => {
  it.each([
    ['/agnhost dns-suffix', 'netpol-demo.svc.cluster.local,svc.cluster.local,cluster.local\n'],
    ['/agnhost dns-server-list', '10.96.0.10\n'],
    ['/agnhost entrypoint-tester a b', '[/agnhost entrypoint-tester a b]\n'],
    ['/agnhost --version', 'app version 2.63.0\n'],
  ])('%s', async (command, stdout) =>
    expect(await lab.exec('idle', command.split(' '))).toEqual({ status: 0, stdout, stderr: '' }),
  )

  it.each([
    ['bogus', 'Error: unknown command "bogus" for "app"\n'],
    ['connect', 'Error: accepts 1 arg(s), received 0\n'],
    [
      'connect a:1 --timeout=x',
      'Error: invalid argument "x" for "--timeout" flag: time: invalid duration "x"\n',
    ],
    ['connect 127.0.0.1:x', 'DNS: lookup tcp/x: unknown port\n'],
    ['netexec foo', 'Error: accepts at most 0 arg(s), received 1\n'],
    ['webhook', 'Error: the agnhost of this lab has no "webhook"\n'],
  ])('refuse %s', async (command, stderr) =>
    expect(await lab.exec('idle', ['/agnhost', ...command.split(' ')])).toEqual({
      status: 1,
      stdout: '',
      stderr,
    }),
  )

  it('liveness is well for its first seconds', async () => {
    lab.run('live', { image, args: ['liveness'] })
    await lab.ready('live')
    const asked = await lab.exec('idle', ['curl', '-s', `http://${lab.ip('live')}:8080/healthz`])
    expect(asked.stdout).toBe('ok')
  })

  it('guestbook tells its replicas what it is told', async () => {
    lab.run('primary', { image, args: ['guestbook', '--http-port', '6379'] })
    await lab.ready('primary')
    lab.run('replica', {
      image,
      args: ['guestbook', '--http-port', '6379', '--replicaof', lab.ip('primary')],
    })
    await lab.ready('replica')
    const ask = async (pod: string, path: string) =>
      (await lab.exec('idle', ['curl', '-s', `http://${lab.ip(pod)}:6379${path}`])).stdout
    await expect.poll(() => ask('replica', '/get')).toBe('{"data":{}}')
    expect(await ask('primary', '/set?key=messages&value=hello')).toBe('{"message":"Updated"}')
    expect(await ask('replica', '/get?key=messages')).toBe('{"data":"hello"}')
  })
})
