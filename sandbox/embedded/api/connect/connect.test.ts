import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubernetesObject } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { graderUser } from '../../credentials'
import { namespace, startTestNode } from '../../kubelet/node/node.fixture'
import type { Connect, User } from '../../resources/registration'
import type { ApiError } from '../status'
import {
  connectAttach,
  connectExec,
  connectLog,
  connectPodProxy,
  connectPortForward,
  connectServiceProxy,
} from '.'
import { openTunnel } from './tunnel.fixture'

type TestNode = Awaited<ReturnType<typeof startTestNode>>
const subresources: Record<string, Connect> = {
  exec: connectExec,
  attach: connectAttach,
  log: connectLog,
  portforward: connectPortForward,
  proxy: connectPodProxy,
  serviceproxy: connectServiceProxy,
}
const learner: User = { username: 'minikube-user', groups: [] }

let lab: TestNode
let server: Server
let user = learner

beforeAll(async () => {
  lab = await startTestNode()
  lab.run('client', { image: 'busybox', command: ['sleep', '600'] })
  lab.run('web', { image: 'nginx' })
  lab.run('typed', { image: 'busybox', stdin: true, tty: true })
  await lab.ready('client', 'web', 'typed')
  const requestOf = (url: string) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const [, name = '', subresource = '', ...below] = pathname.split('/')
    const rest = below.length > 0 ? `/${below.join('/')}` : undefined
    return {
      namespace,
      name: decodeURIComponent(name),
      query: searchParams,
      ...(rest && { rest }),
      registry: lab.registry,
      kubelet: lab.node.kubelet,
      user,
      subresource,
    }
  }
  server = createServer((http, response) => {
    const request = requestOf(http.url!)
    subresources[request.subresource]!({ ...request, http, response }).catch(error => {
      response.writeHead((error as ApiError).code).end((error as ApiError).message)
    })
  })
  server.on('upgrade', (http, socket, head) => {
    const request = requestOf(http.url!)
    subresources[request.subresource]!({ ...request, http, upgrade: { socket, head } }).catch(error => {
      socket.end(
        `HTTP/1.1 ${(error as ApiError).code} Refused\r\nConnection: close\r\n\r\n${(error as ApiError).message}`,
      )
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  lab.dispose()
})

const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`

/** Opens a stream, sends messages, and answers what came on each channel. */
async function stream(
  path: string,
  sent: readonly (string | Uint8Array)[] = [],
  protocol = 'v5.channel.k8s.io',
) {
  const socket = new WebSocket(`ws://${address()}/${path}`, protocol)
  const channels: Record<number, string> = {}
  socket.on('message', (data: Buffer) => {
    const number = data[0]!
    channels[number] = (channels[number] ?? '') + data.subarray(1).toString()
  })
  socket.on('open', () => {
    for (const message of sent) socket.send(message)
  })
  const refused = new Promise<string>(resolve =>
    socket.on('unexpected-response', (_, response) => {
      let body = ''
      response.on('data', chunk => {
        body += chunk
      })
      response.on('end', () => resolve(`${response.statusCode} ${body}`))
    }),
  )
  const closed = new Promise<undefined>(resolve => socket.on('close', () => resolve(undefined)))
  socket.on('error', () => {})
  const failure = await Promise.race([refused, closed])
  return { channels, failure, status: channels[3] === undefined ? undefined : JSON.parse(channels[3]) }
}
const bytes = (channel: number, text: string) => Buffer.concat([Buffer.from([channel]), Buffer.from(text)])

describe('exec', () => {
  it.each(['v5.channel.k8s.io', 'v4.channel.k8s.io'])(
    'carries streams and the exit status over %s',
    async protocol => {
      const command = 'command=sh&command=-c&command=echo+out;+echo+err+>%262;+exit+7'
      const { channels, status } = await stream(
        `client/exec?${command}&stdout=true&stderr=true`,
        [],
        protocol,
      )
      expect(channels).toMatchObject({ 1: 'out\n', 2: 'err\n' })
      expect(status).toMatchObject({
        status: 'Failure',
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: '7' }] },
      })
    },
  )

  it('ends stdin when the client closes its channel (v5)', async () => {
    const input = [bytes(0, 'one two\n'), bytes(255, '\u0000')]
    const { channels, status } = await stream('client/exec?command=cat&stdin=true&stdout=true', input)
    expect(channels[1]).toBe('one two\n')
    expect(status).toEqual({ metadata: {}, status: 'Success' })
  })

  it('ends with the program, though it has not read what was sent', async () => {
    const large = Buffer.alloc(1_000_000)
    const sent = Array.from({ length: 5 }, () => Buffer.concat([Buffer.of(0), large]))
    const { status } = await stream('client/exec?command=false&stdin=true&stdout=true', sent)
    expect(status).toMatchObject({ reason: 'NonZeroExitCode' })
  })

  it('echoes what is typed on a terminal', async () => {
    const input = [bytes(4, '{"Width":100,"Height":30}'), bytes(0, 'hello\r'), bytes(0, '\u0004')]
    const { channels } = await stream('client/exec?command=cat&stdin=true&stdout=true&tty=true', input)
    expect(channels[1]).toBe('hello\r\nhello\r\n')
  })

  it('says what the runtime says of a program that is not there', async () => {
    const { status } = await stream('web/exec?command=wget&stdout=true')
    expect(status.message).toMatch(
      /^Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "wget": executable file not found in \$PATH$/,
    )
  })

  it.each([
    [
      'client/exec?command=true&container=wrong&stdout=true',
      '400 container wrong is not valid for pod client',
    ],
    ['nobody/exec?command=true&stdout=true', '404 pods "nobody" not found'],
    ['client/exec?stdout=true', '400 you must specify at least 1 command for the container'],
  ])('refuses %s', async (path, failure) => expect((await stream(path)).failure).toBe(failure))

  it('keeps learners out of the grader’s container', async () => {
    lab.registry.modify(
      'pods',
      namespace,
      'client',
      (pod: KubernetesObject & { spec?: object }) => {
        Object.assign(pod.spec!, {
          ephemeralContainers: [
            {
              name: 'netpol-lab-probe',
              image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
              command: ['/agnhost', 'pause'],
            },
          ],
        })
      },
      { subresource: 'ephemeralcontainers' },
    )
    await lab.until(() => lab.find('client')?.status?.ephemeralContainerStatuses?.[0]?.state?.running)
    const path = 'client/exec?command=id&container=netpol-lab-probe&stdout=true'
    expect((await stream(path)).failure).toMatch(/^403 pods "client" is forbidden/)
    user = { username: graderUser, groups: [] }
    expect((await stream(path)).channels[1]).toBe('uid=0(root) gid=0(root) groups=0(root)\n')
    user = learner
  })
})

describe('log', () => {
  const log = async (path: string) => {
    const response = await fetch(`http://${address()}/${path}`)
    return { status: response.status, text: await response.text() }
  }

  it('is plain text', async () => {
    await lab.exec('client', ['wget', '-qO-', `http://${lab.ip('web')}`])
    expect((await log('web/log?tailLines=1')).text).toMatch(/"GET \/ HTTP\/1.1" 200 164 "-" "Wget"\n$/)
  })

  it.each([
    ['web/log?container=other', 400, 'container other is not valid for pod web'],
    ['web/log?previous=true', 400, 'previous terminated container "main" in pod "web" not found'],
    ['web/log?tailLines=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  ])('refuses %s', async (path, status, text) => expect(await log(path)).toEqual({ status, text }))
})

describe('port-forward', () => {
  it('carries a connection to the pod’s loopback', async () => {
    const request = bytes(0, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
    const { channels } = await stream('web/portforward?ports=80', [request], 'v4.channel.k8s.io')
    expect(channels[0]).toContain('Welcome to nginx!')
  })

  it('tells that nobody listens', async () => {
    const { channels } = await stream('web/portforward?ports=81', [], 'v4.channel.k8s.io')
    expect(channels[1]).toContain('connection refused')
  })

  it('speaks SPDY in a WebSocket', async () => {
    const client = await openTunnel(`ws://${address()}/web/portforward`)
    const [errors, data] = [client.open('error', '0', 80), client.open('data', '0', 80)]
    await data.write('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')
    expect(await data.text()).toContain('Welcome to nginx!')
    expect(await errors.text()).toBe('')
    const [refusal, silence] = [client.open('error', '1', 81), client.open('data', '1', 81)]
    expect(await refusal.text()).toMatch(
      /^error forwarding port 81 to pod \w{64}, uid : failed to execute .* connect: connection refused /,
    )
    expect(await silence.text()).toBe('')
    client.close()
  })
})

describe('proxy', () => {
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://${address()}/${path}`, { redirect: 'manual', ...init })
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
    }
  }
  beforeAll(async () => {
    for (const [name, app, port] of [
      ['front', 'web', 80],
      ['empty', 'nobody', 80],
      ['shut', 'web', 81],
    ] as const)
      lab.registry.create('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: { selector: { app }, ports: [{ name: 'http', port: 8080, targetPort: port }] },
      } as never)
    await new Promise(resolve => setTimeout(resolve, 50))
  })

  it.each([
    'web/proxy/',
    'web:80/proxy/',
    'http:web:80/proxy/',
    'front/serviceproxy/',
    'front:http/serviceproxy/',
    'front:8080/serviceproxy/?a=b',
  ])('passes %s on', async path =>
    expect(await get(path)).toMatchObject({
      status: 200,
      text: expect.stringContaining('Welcome to nginx!'),
    }),
  )

  it('passes on what the pod says, whatever it is', async () => {
    expect(await get('web/proxy/nope')).toMatchObject({
      status: 404,
      text: expect.stringContaining('404 Not Found'),
    })
  })

  it('sends who forgot the slash there', async () => {
    expect(await get('web/proxy?a=b')).toMatchObject({ status: 301, location: '/web/proxy/?a=b' })
  })

  it.each([
    [
      'web:81/proxy/',
      /^error trying to reach service: dial tcp 10\.244\.[\d.]+:81: connect: connection refused$/,
    ],
    ['front:81/serviceproxy/', /^no service port 81 found for service "front"$/],
    ['empty/serviceproxy/', /^no endpoints available for service "empty"$/],
    ['shut/serviceproxy/', /^error trying to reach service: dial tcp .*:81: connect: connection refused$/],
  ])('says of %s why not', async (path, text) =>
    expect(await get(path)).toMatchObject({ status: 503, text: expect.stringMatching(text) }),
  )

  it('is let through by policies, as all that comes from the node', async () => {
    lab.deny('deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
    expect(await get('web/proxy/')).toMatchObject({ status: 200 })
    lab.registry.delete('networking.k8s.io/networkpolicies', namespace, 'deny-all')
  })
})
