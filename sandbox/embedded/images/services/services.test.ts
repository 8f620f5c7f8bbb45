import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestNode } from '../../kubelet/node/node.fixture'
import { digitsOfPi } from '../../programs/services/interpreters'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode('calico')
  lab.run('client', { image: 'nicolaka/netshoot', command: ['sleep', '600'] })
  await lab.ready('client')
})
afterAll(() => lab.dispose())

const curl = async (pod: string, rest: string) =>
  (await lab.exec('client', ['curl', '-s', `http://${lab.ip(pod)}${rest}`])).stdout

it.each<[image: string, address: string, answer: string | RegExp]>([
  [
    'traefik/whoami',
    '/x',
    /^Hostname: pod\nIP: 127.0.0.1\nIP: 10[\d.]+\nRemoteAddr: 10[\d.:]+\nGET \/x HTTP\/1.1\nHost: 10[\d.]+\nAccept: \*\/\*\nUser-Agent: curl\/[\d.]+\n\n$/,
  ],
  ['gcr.io/google-samples/hello-app:2.0', ':8080', 'Hello, world!\nVersion: 2.0.0\nHostname: pod\n'],
  [
    'gcr.io/google-samples/kubernetes-bootcamp:v1',
    ':8080',
    'Hello Kubernetes bootcamp! | Running on: pod | v=1\n',
  ],
  ['kicbase/echo-server:1.0', ':8080/', /^Request served by pod\n\nGET \/ HTTP\/1.1\n\nHost: /],
  [
    'nginxdemos/hello:plain-text',
    '/',
    /^Server address: 10[\d.]+:80\nServer name: pod\nDate: .*\nURI: \/\nRequest ID: [0-9a-f]{32}\n$/,
  ],
  ['kennethreitz/httpbin', '/get?a=b', /"args": \{\n {4}"a": "b"\n {2}\},\n {2}"headers"/],
  ['ghcr.io/stefanprodan/podinfo', ':9898', /"hostname": "pod"/],
  [
    'mongo:7',
    ':27017',
    'It looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n',
  ],
  ['nginxinc/nginx-unprivileged', ':8080', /Welcome to nginx/],
])('%s answers at %s', async (image, address, answer) => {
  const name = image.replace(/\W/g, '-')
  lab.run(name, { image }, { hostname: 'pod' })
  await lab.ready(name)
  await expect
    .poll(() => curl(name, address))
    .toEqual(answer instanceof RegExp ? expect.stringMatching(answer) : answer)
})

it('mysql wants a password, greets and turns away', async () => {
  lab.run('bare', { image: 'mysql:8' }, { restartPolicy: 'Never' })
  await expect
    .poll(() => lab.find('bare')?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode)
    .toBe(1)
  lab.run('db', { image: 'mysql:8', env: [{ name: 'MYSQL_ROOT_PASSWORD', value: 'secret' }] })
  await lab.ready('db')
  const greeted = await lab.exec('client', ['nc', '-w', '1', lab.ip('db'), '3306'], 'x')
  expect(greeted.stdout).toContain('caching_sha2_password')
})

it('memcached keeps what it is given', async () => {
  lab.run('cache', { image: 'memcached' })
  await lab.ready('cache')
  const talk = 'set a 0 60 5\r\nhello\r\nget a\r\nquit\r\n'
  const said = await lab.exec('client', ['nc', lab.ip('cache'), '11211'], talk)
  expect(said.stdout).toBe('STORED\r\nVALUE a 0 5\r\nhello\r\nEND\r\n')
})

it('each tells its distribution', async () => {
  for (const [image, line] of [
    ['ubuntu:24.04', 'ID=ubuntu'],
    ['debian', 'ID=debian'],
    ['nginx:alpine', 'ID=alpine'],
  ] as const) {
    const name = image.replace(/\W/g, '-')
    lab.run(name, { image, command: ['sleep', '600'] })
    await lab.ready(name)
    expect((await lab.exec(name, ['grep', '^ID=', '/etc/os-release'])).stdout).toBe(`${line}\n`)
  }
})

it('perl knows pi, as the Job of the documentation asks', async () => {
  expect(digitsOfPi(20)).toBe('3.14159265358979323846')
  lab.run('pi', { image: 'perl:5.34.0', command: ['sleep', '600'] })
  await lab.ready('pi')
  const { stdout } = await lab.exec('pi', ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'])
  expect(stdout).toHaveLength(2_002)
})
