import type { IncomingMessage, ServerResponse } from 'node:http'
import type { V1EndpointSlice, V1Pod, V1Service } from '@kubernetes/client-node'
import type { SocketAddress } from '../../network/address'
import { NetworkError } from '../../network/network-error'
import { type HttpResponse, sendRequest } from '../../programs/http/client'
import type { Connect } from '../../resources/registration'
import type { Registry } from '../registry'
import { badRequest, failure } from '../status'

type Request = Parameters<Connect>[0]
type Locate = (registry: Registry, namespace: string, target: Target) => SocketAddress
/** `[SCHEME:]NAME[:PORT]` */
type Target = { scheme: string; name: string; port: string }

/** How long the API server tries to reach what it passes a request on to. Milliseconds. */
const patience = 30_000
const defaultPort = 80
const largestBody = 3 * 1024 * 1024

/** Of this connection, not of the message (RFC 9110, 7.6.1), or meant for the API server alone. */
const ownHeaders = new Set([
  'authorization',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const unavailable = (message: string) => failure(503, 'ServiceUnavailable', message)

/** `pods/proxy`: passes a request on to a pod, by default to the first port that it names. */
export const connectPodProxy: Connect = request => proxy(request, locatePod)

/** `services/proxy`: passes a request on to one of a service's pods. */
export const connectServiceProxy: Connect = request => proxy(request, locateService)

async function proxy(request: Request, locate: Locate): Promise<void> {
  const { http, response, rest, namespace, registry, kubelet } = request
  if (!response) throw badRequest('cannot upgrade a proxied connection')
  if (!rest && (http.method === 'GET' || http.method === 'HEAD')) {
    const [path, query] = (http.url ?? '').split('?')
    response.writeHead(301, { Location: `${path}/${query === undefined ? '' : `?${query}`}` }).end()
    return
  }
  const to = locate(registry, namespace, targetOf(request.name))
  const body = await bodyOf(http)
  const stop = AbortSignal.timeout(patience)
  try {
    const connection = await kubelet.dial(to, stop)
    response.once('close', () => connection.close())
    const answer = await sendRequest({ ...connection, local: to, remote: to }, passedOn(request, to, body))
    if (!answer) throw unavailable('error trying to reach service: EOF')
    await passBack(response, answer)
    connection.close()
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    throw unavailable(`error trying to reach service: dial tcp ${to.ip}:${to.port}: ${reasonOf(error)}`)
  }
}

const reasonOf = (error: NetworkError) =>
  error.code === 'EINTR' || error.code === 'ETIMEDOUT'
    ? 'i/o timeout'
    : `connect: ${error.message.toLowerCase()}`

function targetOf(text: string): Target {
  const parts = text.split(':')
  if (parts.length > 3) throw badRequest(`invalid pod request ${JSON.stringify(text)}`)
  if (parts.length === 3) return { scheme: parts[0]!, name: parts[1]!, port: parts[2]! }
  return { scheme: '', name: parts[0]!, port: parts[1] ?? '' }
}

const locatePod: Locate = (registry, namespace, { name, port }) => {
  const pod = registry.get<V1Pod>('pods', namespace, name)
  const ip = pod.status?.podIP
  if (!ip) throw badRequest('address not allowed')
  const named = pod.spec?.containers.flatMap(({ ports }) => ports ?? [])
  const wanted = port === '' ? (named?.[0]?.containerPort ?? defaultPort) : Number(port)
  if (!(wanted >= 1 && wanted <= 65_535)) throw badRequest(`invalid pod request "${name}:${port}"`)
  return { ip, port: wanted }
}

const locateService: Locate = (registry, namespace, { name, port }) => {
  const service = registry.get<V1Service>('services', namespace, name)
  const ports = service.spec?.ports ?? []
  const only = port === '' && ports.length === 1 ? ports[0] : undefined
  const chosen =
    only ?? ports.find(({ name: own = '', port: number }) => own === port || String(number) === port)
  if (!chosen) throw unavailable(`no service port ${port} found for service "${name}"`)
  for (const slice of registry.list<V1EndpointSlice>('discovery.k8s.io/endpointslices', { namespace })) {
    if (slice.metadata?.labels?.['kubernetes.io/service-name'] !== name) continue
    const target = slice.ports?.find(own => (own.name ?? '') === (chosen.name ?? ''))?.port
    const ready = slice.endpoints?.find(({ conditions }) => conditions?.ready !== false)
    if (target !== undefined && ready) return { ip: ready.addresses[0]!, port: target }
  }
  throw unavailable(`no endpoints available for service "${name}"`)
}

async function bodyOf(http: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of http as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody)
      throw failure(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function passedOn({ http, rest, query }: Request, to: SocketAddress, body: Uint8Array) {
  const own = Object.entries(http.headers).filter(([name]) => !ownHeaders.has(name))
  const asked = query.size > 0 ? `?${query}` : ''
  return {
    method: http.method ?? 'GET',
    target: `${rest || '/'}${asked}`,
    headers: [
      ['Host', `${to.ip}:${to.port}`] as const,
      ...own.map(([name, value]) => [name, String(value)] as const),
      ['X-Forwarded-For', '127.0.0.1'] as const,
      ...(body.length > 0 ? [['Content-Length', String(body.length)] as const] : []),
      ['Connection', 'close'] as const,
    ],
    ...(body.length > 0 && { body }),
  }
}

async function passBack(response: ServerResponse, answer: HttpResponse): Promise<void> {
  const headers = answer.headers.filter(
    ([name]) => !ownHeaders.has(name.toLowerCase()) || name.toLowerCase() === 'content-length',
  )
  response.writeHead(answer.status, answer.reason, headers.flat() as string[])
  for await (const piece of answer.body) if (!response.write(piece)) await drained(response)
  response.end()
}

const drained = (response: ServerResponse) =>
  new Promise<void>(resolve => {
    response.once('drain', resolve).once('close', resolve)
  })
