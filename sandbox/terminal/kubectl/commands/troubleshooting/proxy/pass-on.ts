import type { IncomingMessage } from 'node:http'
import type { KubernetesClient } from '../../../../../client'
import { type Headers, header } from '../../../../../embedded/programs/http/message'
import type { Handler, ServedRequest, ServedResponse } from '../../../../../embedded/programs/http/server'
import type { Asked } from './filter'

type Options = {
  client: Pick<KubernetesClient, 'open'>
  /** The API is below it. */
  prefix: string
  accepts: (asked: Asked) => boolean
  signal: AbortSignal
}

/** Of one connection only (RFC 9110, 7.6.1), or written anew. */
const ownOfConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Answers requests with what the API server answers, as the handler of `kubectl proxy` does. */
export function createProxyHandler({ client, prefix, accepts, signal }: Options): Handler {
  const root = prefix.endsWith('/') ? prefix : `${prefix}/`
  return async request => {
    const [rawPath = '', ...query] = request.target.split('?')
    const search = query.length > 0 ? `?${query.join('?')}` : ''
    const decoded = decode(rawPath)
    if (decoded === undefined) return plain(400, 'Bad Request', '400 Bad Request', request)
    const clean = cleaned(rawPath)
    if (clean !== rawPath || `${rawPath}/` === root)
      return moved((clean === rawPath ? root : clean) + search, request)
    if (!rawPath.startsWith(root)) return plain(404, 'Not Found', '404 page not found\n', request)
    const path = root.startsWith('/api') ? rawPath : `/${rawPath.slice(root.length)}`
    const host = header(request.headers, 'host') ?? ''
    const asked = { method: request.method, path: decode(path) ?? '', host }
    if (!accepts(asked)) return plain(403, 'Forbidden', 'Forbidden\n', request)
    try {
      return passedBack(await passOn(client, path + search, request, signal), request)
    } catch (error) {
      return plain(502, 'Bad Gateway', `${(error as Error).message}\n`, request)
    }
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Without `.`, `..` and empty parts, as Go's ServeMux wants its paths. */
function cleaned(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const text = `/${parts.join('/')}`
  return path.endsWith('/') && text !== '/' ? `${text}/` : text
}

function passOn(
  client: Options['client'],
  path: string,
  { method, headers, body }: ServedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const own = headers.filter(([name]) => !ownOfConnection.has(name.toLowerCase()))
  return client.open(method, path, {
    headers: {
      ...Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value])),
      ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body !== '' && { body }),
    signal,
  })
}

/** Go sends headers in the order of their names. */
const byName = (a: readonly [string, string], b: readonly [string, string]): number => (a[0] < b[0] ? -1 : 1)

function passedBack(answer: IncomingMessage, { method, version }: ServedRequest): ServedResponse {
  const raw: [string, string][] = []
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2)
    raw.push([answer.rawHeaders[at] as string, answer.rawHeaders[at + 1] as string])
  const length = answer.headers['content-length']
  const headers: Headers = raw
    .filter(([name]) => name.toLowerCase() === 'content-length' || !ownOfConnection.has(name.toLowerCase()))
    .sort(byName)
  const status = answer.statusCode ?? 502
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const chunked = hasBody && length === undefined && version === 'HTTP/1.1'
  return {
    status,
    reason: answer.statusMessage ?? '',
    headers: chunked ? [...headers, ['Transfer-Encoding', 'chunked']] : headers,
    body: '',
    pieces: answer,
  }
}

function plain(status: number, reason: string, body: string, { version }: ServedRequest): ServedResponse {
  return {
    version,
    status,
    reason,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Date', new Date().toUTCString()],
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  }
}

const moved = (location: string, request: ServedRequest): ServedResponse => {
  const body = request.method === 'GET' ? `<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n` : ''
  return {
    version: request.version,
    status: 301,
    reason: 'Moved Permanently',
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Location', location],
      ['Date', new Date().toUTCString()],
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  }
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
