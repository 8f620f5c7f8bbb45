import { FileError, type FileStat, type Process } from '../../../process'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import { sendRequest } from '../http/client'
import { header } from '../http/message'
import type { ServedRequest, ServedResponse } from '../http/server'
import { authorityOf, parseUrl } from '../http/url'
import type { Machine } from '../machine'
import { accessTime, errorTime } from './log-time'
import {
  argumentsOf,
  type Directive,
  locationFor,
  type NginxLocation,
  type NginxServer,
} from './nginx-config'
import { errorPage, response } from './nginx-pages'

type Context = {
  readonly process: Process
  readonly machine: Machine
  readonly servers: readonly NginxServer[]
  readonly request: ServedRequest
  readonly counter: { connections: number }
}

const defaultRoot = '/usr/share/nginx/html'
const proxyTimeout = 60_000
const hopByHop = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
])

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpg: 'image/jpeg',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'text/xml',
}

/** Answers one request and writes it down. */
export async function answerRequest(context: Context): Promise<ServedResponse> {
  const { process, request, counter } = context
  counter.connections++
  const answer = await respond(context)
  const { connection, method, target, version, headers } = request
  const sent = method === 'HEAD' ? 0 : Buffer.byteLength(answer.body)
  const quoted = (name: string) => JSON.stringify(header(headers, name) ?? '-')
  await process.stdout.write(
    `${connection.remote.ip} - ${userOf(header(headers, 'authorization'))} [${accessTime(new Date())}] "${method} ${target} ${version}" ${answer.status} ${sent} ${quoted('referer')} ${quoted('user-agent')}\n`,
  )
  return answer
}

const userOf = (authorization: string | undefined) => {
  const [, encoded] = authorization?.match(/^Basic (\S+)$/) ?? []
  return encoded ? Buffer.from(encoded, 'base64').toString('latin1').split(':')[0] : '-'
}

async function complain({ process, request, counter }: Context, what: string) {
  const { connection, method, target, version, headers } = request
  await process.stderr.write(
    `${errorTime(new Date())} [error] 7#7: *${counter.connections} ${what}, client: ${connection.remote.ip}, server: , request: "${method} ${target} ${version}", host: "${header(headers, 'host') ?? ''}"\n`,
  )
}

async function respond(context: Context): Promise<ServedResponse> {
  const { request, servers } = context
  const host = (header(request.headers, 'host') ?? '').replace(/:\d+$/, '')
  const server = servers.find(({ names }) => names.includes(host)) ?? servers[0]
  if (!server) return errorPage(500)
  const path = decoded(request.target.replace(/[?#].*$/s, ''))
  if (path === undefined) return errorPage(400)
  const location = locationFor(server, path)
  const directives = [...server.directives, ...(location?.directives ?? [])]
  const returned =
    argumentsOf(location?.directives ?? [], 'return') ?? argumentsOf(server.directives, 'return')
  if (returned) return answerReturn(context, returned, directives)
  const upstream = argumentsOf(location?.directives ?? [], 'proxy_pass')?.[0]
  if (upstream) return passOn(context, upstream, location!)
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(405)
  return serveFile(context, path, location, directives)
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
      .split('/')
      .some(part => part === '..')
      ? undefined
      : decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** `return 200 "text"`, `return 301 http://…`, `return 403`. */
function answerReturn(
  context: Context,
  [first = '', ...rest]: readonly string[],
  directives: readonly Directive[],
) {
  const status = /^\d{3}$/.test(first) ? Number(first) : 302
  const text = fill(context, status === 302 && !/^\d{3}$/.test(first) ? first : rest.join(' '))
  if ([301, 302, 303, 307, 308].includes(status)) return errorPage(status, [['Location', text]])
  if (text === '' && status >= 300) return errorPage(status)
  const type = argumentsOf(directives, 'default_type')?.[0] ?? 'application/octet-stream'
  const named = directives
    .filter(({ words }) => words[0] === 'add_header')
    .map(({ words }) => [words[1] ?? '', fill(context, words[2] ?? '')] as const)
  const chosen = named.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return response(
    status,
    text,
    chosen ?? type,
    named.filter(([name]) => name.toLowerCase() !== 'content-type'),
  )
}

/** Variables that configurations of examples use. */
function fill({ machine, request }: Context, text: string): string {
  const { connection, headers, method, target } = request
  const variables: Readonly<Record<string, string>> = {
    host: (header(headers, 'host') ?? '').replace(/:\d+$/, ''),
    hostname: machine.hostname,
    http_host: header(headers, 'host') ?? '',
    remote_addr: connection.remote.ip,
    request_method: method,
    request_uri: target,
    server_addr: connection.local.ip,
    server_port: String(connection.local.port),
    uri: target.replace(/\?.*$/s, ''),
  }
  return text
    .replace(/\$\{?(\w+)\}?/g, (all, name: string) =>
      Object.hasOwn(variables, name) ? variables[name]! : all,
    )
    .replace(/\\([nrt])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter]!)
}

async function serveFile(
  context: Context,
  path: string,
  location: NginxLocation | undefined,
  directives: readonly Directive[],
): Promise<ServedResponse> {
  const { files } = context.process
  const alias = argumentsOf(location?.directives ?? [], 'alias')?.[0]
  const root = argumentsOf(directives, 'root')?.[0] ?? defaultRoot
  const place = alias ? alias + path.slice(location!.path.length) : root + path
  const index = argumentsOf(directives, 'index') ?? ['index.html']
  const candidates = path.endsWith('/') ? index.map(name => place + name) : [place]
  for (const file of candidates) {
    try {
      const stat = await files.stat(file)
      if (stat.kind === 'directory') return errorPage(301, [['Location', redirectTo(context, path)]])
      return page(new TextDecoder().decode(await files.read(file)), file, stat)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
    }
  }
  const isDirectory =
    path.endsWith('/') && (await files.stat(place).catch(() => undefined))?.kind === 'directory'
  if (isDirectory && path === '/' && candidates.length > 0) {
    await complain(context, `directory index of "${place}" is forbidden`)
    return errorPage(403)
  }
  await complain(context, `open() "${candidates[0]}" failed (2: No such file or directory)`)
  return errorPage(404)
}

const redirectTo = ({ request }: Context, path: string) =>
  `http://${header(request.headers, 'host') ?? 'localhost'}${path}/`

const page = (content: string, file: string, { modified }: FileStat): ServedResponse => {
  const seconds = Math.floor(modified / 1_000)
  return response(200, content, types[file.split('.').at(-1)!] ?? 'application/octet-stream', [
    ['Last-Modified', new Date(seconds * 1_000).toUTCString()],
    ['ETag', `"${seconds.toString(16)}-${Buffer.byteLength(content).toString(16)}"`],
    ['Accept-Ranges', 'bytes'],
  ])
}

/** proxy_pass: asks another server, and answers what it says; 502 and 504 when it says nothing. */
async function passOn(context: Context, upstream: string, location: NginxLocation): Promise<ServedResponse> {
  const { process, machine, request } = context
  const url = parseUrl(fill(context, upstream))
  if (!url) return errorPage(500)
  const named = /^\w+:\/\/[^/]+\//.test(upstream)
  const target = named ? url.target + request.target.slice(location.path.length) : request.target
  const found = await resolve(
    { sockets: machine.sockets, files: process.files, signal: process.signal },
    url.host,
  )
  if ('failure' in found) {
    await complain(context, `${url.host} could not be resolved (3: Host not found)`)
    return errorPage(502)
  }
  const deadline = createDeadline(proxyTimeout, process.signal)
  const at = `upstream: "${url.scheme}://${found.addresses[0]}:${url.port}${target}"`
  try {
    const connection = await machine.sockets.connect(
      { ip: found.addresses[0]!, port: url.port },
      { signal: deadline.signal },
    )
    const kept = request.headers.filter(
      ([name]) => !['connection', 'host', 'content-length'].includes(name.toLowerCase()),
    )
    const host = authorityOf(url)
    const answer = await sendRequest(connection, {
      method: request.method,
      target,
      version: 'HTTP/1.0',
      headers: [
        ['Host', host],
        ['Connection', 'close'],
        ...(request.body ? [['Content-Length', String(Buffer.byteLength(request.body))] as const] : []),
        ...kept,
      ],
      ...(request.body && { body: request.body }),
    })
    if (!answer) {
      connection.close()
      await complain(
        context,
        `upstream prematurely closed connection while reading response header from upstream, ${at}`,
      )
      return errorPage(502)
    }
    let body = ''
    const decoder = new TextDecoder()
    for await (const piece of answer.body) body += decoder.decode(piece, { stream: true })
    connection.close()
    const others = answer.headers.filter(
      ([name]) => !hopByHop.has(name.toLowerCase()) && name.toLowerCase() !== 'content-type',
    )
    const type = header(answer.headers, 'content-type') ?? 'text/plain'
    return { ...response(answer.status, body, type, others), reason: answer.reason }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const timedOut = deadline.expired || error.code === 'ETIMEDOUT'
    await complain(
      context,
      timedOut
        ? `upstream timed out (110: Connection timed out) while connecting to upstream, ${at}`
        : `connect() failed (111: ${error.message}) while connecting to upstream, ${at}`,
    )
    return errorPage(timedOut ? 504 : 502)
  } finally {
    deadline.dispose()
  }
}
