import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Disposable } from '../../process'
import { startTestNode } from '../kubelet/node/node.fixture'
import { apiCertificate, certificateAuthority } from '../system'
import { serveApiPort } from './api-port'

let lab: Awaited<ReturnType<typeof startTestNode>>
let port: Disposable

beforeAll(async () => {
  lab = await startTestNode()
  port = serveApiPort(
    lab.node.network,
    (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        response.end(`${request.method} ${request.url} ${request.headers.authorization ?? '-'} ${body}`)
      })
    },
    apiCertificate,
  )
  lab.run('shoot', { image: 'nicolaka/netshoot', command: ['sleep', '600'] })
  lab.run('client', { image: 'busybox', command: ['sleep', '600'] })
  await lab.ready('shoot', 'client')
  await lab.exec('shoot', ['sh', '-c', 'cat >/ca.crt'], certificateAuthority)
})
afterAll(() => {
  port.dispose()
  lab.dispose()
})

const curl = (...words: string[]) => lab.exec('shoot', ['curl', '-sS', '-m', '2', ...words])

it('answers pods over TLS, by name and by address', async () => {
  for (const host of [
    'kubernetes.default',
    'kubernetes.default.svc.cluster.local',
    '10.96.0.1',
    '192.168.49.2:8443',
  ])
    expect(
      await curl('--cacert', '/ca.crt', '-H', 'Authorization: Bearer t', `https://${host}/api?x=1`),
    ).toEqual({
      status: 0,
      stdout: 'GET /api?x=1 Bearer t ',
      stderr: '',
    })
})

it('takes bodies', async () => {
  expect((await curl('-k', '-X', 'POST', '-d', 'a=b', 'https://kubernetes.default/x')).stdout).toBe(
    'POST /x - a=b',
  )
})

it('is not trusted without its authority, nor by another name', async () => {
  expect(await curl('https://kubernetes.default/')).toMatchObject({
    status: 60,
    stderr: expect.stringMatching(
      /^curl: \(60\) SSL certificate problem: unable to get local issuer certificate\n/,
    ),
  })
  const another = ['--resolve', 'other:443:10.96.0.1', '--cacert', '/ca.crt']
  expect((await curl(...another, 'https://other/')).stderr).toMatch(
    /^curl: \(60\) SSL: no alternative certificate subject name matches target host name 'other'\n/,
  )
})

it('says to plain HTTP what Go says', async () => {
  expect((await curl('http://kubernetes.default:443/')).stdout).toBe(
    'Client sent an HTTP request to an HTTPS server.\n',
  )
})

it('has no cipher in common with busybox', async () => {
  expect((await lab.exec('client', ['wget', '-qO-', 'https://kubernetes.default/'])).stderr).toBe(
    'wget: TLS error from peer (alert code 40): handshake failure\nwget: error getting response: Connection reset by peer\n',
  )
})

it('is told from what speaks no TLS', async () => {
  lab.run('web', { image: 'nginx' })
  await lab.ready('web')
  expect(await curl(`https://${lab.ip('web')}:80/`)).toMatchObject({
    status: 35,
    stderr: 'curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number\n',
  })
  expect((await lab.exec('client', ['wget', '-qO-', `https://${lab.ip('web')}:80/`])).stderr).toMatch(
    /^wget: note: TLS|^wget: got bad TLS record \(len:\d+\) while expecting handshake record\n( [\da-f]{2})+\nwget: error/,
  )
})
