import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { KubeConfig } from '@kubernetes/client-node'
import { kubeConfigFor } from '../client'
import { accessOf } from './learner/access'

export type Asked = { method: string; path: string; query: URLSearchParams }

/** What becomes of a request instead of being passed on: an answer, a broken connection, or no answer at all. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: object }
  | 'reset'
  | 'silence'
  | undefined

/**
 * A proxy in front of a cluster's API server, for tests: counts what is asked, and spoils what a test says. Whoever
 * sends no token of their own is who the kubeconfig names.
 */
export async function startApiProxy(target: KubeConfig) {
  const access = await accessOf(target)
  const base = new URL(access.server)
  const isSecure = base.protocol === 'https:'
  const pem = (base64?: string) => base64 && Buffer.from(base64, 'base64')
  const authority = { ca: pem(access.certificateAuthorityData) }
  const identity = {
    ...authority,
    ...(access.certificate && {
      cert: pem(access.certificate.certData),
      key: pem(access.certificate.keyData),
    }),
  }
  const { Agent, request: send } = isSecure ? https : http
  const agents = {
    anybody: new Agent({ keepAlive: true, ...(isSecure && authority) }),
    named: new Agent({ keepAlive: true, ...(isSecure && identity) }),
  }
  const sockets = new Set<Duplex>()
  const asked: Asked[] = []
  let fault: (request: Asked) => Fault = () => undefined
  let isDown = false

  const forward = (request: IncomingMessage, isUpgrade: boolean) => {
    const { authorization } = request.headers
    const headers = {
      ...request.headers,
      host: base.host,
      ...(!authorization && access.token && { authorization: `Bearer ${access.token}` }),
    }
    const credentials = authorization ? authority : identity
    const agent = authorization ? agents.anybody : agents.named
    return send({
      ...{ protocol: base.protocol, hostname: base.hostname, port: base.port },
      ...{ method: request.method, path: base.pathname.replace(/\/$/, '') + request.url, headers },
      // An upgraded connection is nobody's afterwards.
      ...(isUpgrade ? { agent: false, ...(isSecure && credentials) } : { agent }),
    })
  }
  const note = (request: IncomingMessage): Asked => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://proxy')
    const one = { method: request.method ?? 'GET', path, query }
    asked.push(one)
    return one
  }

  const server = http.createServer((request: IncomingMessage, response: ServerResponse) => {
    const what = isDown ? 'reset' : fault(note(request))
    if (what === 'reset') return request.socket.destroy()
    if (what === 'silence') return
    if (what) {
      response.writeHead(what.status, { 'content-type': 'application/json', ...what.headers })
      return response.end(JSON.stringify(what.body ?? {}))
    }
    const onward = forward(request, false)
    onward.on('response', answer => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      // Of a watch the head comes long before the first event.
      response.flushHeaders()
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    onward.on('error', () => request.socket.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {})
    if (isDown || fault(note(request)) !== undefined) return socket.destroy()
    const onward = forward(request, true)
    onward.on('upgrade', (answer, other: Socket, first) => {
      const lines = answer.rawHeaders.flatMap((name, index, all) =>
        index % 2 ? [] : [`${name}: ${all[index + 1]}`],
      )
      socket.write([`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...lines, '', ''].join('\r\n'))
      socket.write(first)
      other.write(head)
      other.on('error', () => socket.destroy())
      socket.on('close', () => other.destroy())
      socket.pipe(other).pipe(socket)
    })
    onward.on('response', answer => {
      socket.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`)
      answer.pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    onward.end()
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.keepAliveTimeout = 0
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }

  return {
    config: kubeConfigFor({ server: url, token: '' }),
    server: url,
    /** Everything asked so far. */
    asked,
    /** From now on; without one every request is passed on. */
    spoil(how: (request: Asked) => Fault = () => undefined) {
      fault = how
    },
    /** As an API server that stops: what is connected breaks, what comes is turned away. */
    stop() {
      isDown = true
      dropAll()
    },
    resume() {
      isDown = false
    },
    dropAll,
    async close() {
      dropAll()
      for (const agent of Object.values(agents)) agent.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A Status as the API server answers it. */
export const status = (code: number, reason: string, message: string, details?: object) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  ...{ code, reason, message },
  ...(details && { details }),
})
