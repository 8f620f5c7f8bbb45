import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'next-auth/jwt'
import { WebSocket } from 'ws'
import { createGateway } from '@/gateway/gateway'
import { createApplication } from '@/lib/application'
import { openCourses } from '@/lib/courses/course-source'
import { openDatabase } from '@/lib/database/database'
import { trustForwarded } from '@/lib/operations/forwarded'
import { createLog } from '@/lib/operations/log'
import { answerBy } from '@/lib/operations/web-request'
import type { Role } from '@/protocol'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { grade } from '@/sandbox/grader/grade'
import type { SandboxProvider } from '@/sandbox/provider'
import { createTerminal } from '@/sandbox/terminal'
import { secret } from './secret'

export { secret }

const root = join(import.meta.dirname, '../../..')

/** Tests look into answers and messages of every shape. */
// biome-ignore lint/suspicious/noExplicitAny: the schemas are tested by themselves
export type Anything = any

export type TestLearner = {
  id: string
  cookie: string
  /** Asks the API as this person, as their page would. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Connects as their page would. */
  socket(path: string, headers?: Record<string, string>): TestSocket
}
export type Answer = { status: number; headers: Headers; body: Anything }

/** The server without Next: API, gateway, clusters over real HTTP, its data in a temporary directory (or a given one). */
export async function startTestServer({
  directory,
  url,
  limit = 100,
  xapiStore,
  publicUrl,
  deliveryLease,
  lifetimeHours = 0,
  reserve = 0,
  content = join(root, 'content'),
  cluster,
  second,
}: {
  directory?: string
  /** Where sandboxes are; in embedded clusters unless given. Whoever gives it closes it. */
  cluster?: SandboxProvider
  /** Where those of classes can be as well. Whoever gives it closes it. */
  second?: SandboxProvider
  content?: string
  /** A PostgreSQL; the built-in one unless given. */
  url?: string | undefined
  limit?: number
  xapiStore?: string
  publicUrl?: string
  deliveryLease?: number
  lifetimeHours?: number
  reserve?: number
} = {}) {
  const data = directory ?? mkdtempSync(join(tmpdir(), 'netpol-lab-test-'))
  const lines: string[] = []
  const log = createLog(line => lines.push(line))
  const [database, provider, courses] = await Promise.all([
    openDatabase({ url, directory: data, migrations: join(root, 'prisma/migrations') }),
    createEmbeddedProvider({ directory: join(data, 'sandboxes') }),
    openCourses(content, log),
  ])
  const application = createApplication({
    database,
    providers: [cluster ?? provider, ...(second ? [second] : [])],
    regrading: provider,
    courses,
    createTerminal,
    grade,
    secret,
    publicUrl,
    privateAddresses: true,
    xapiStore,
    deliveryLease,
    sandboxLimit: limit,
    sandboxIdleMinutes: 60,
    sandboxAwayMinutes: 240,
    sandboxLifetimeHours: lifetimeHours,
    sandboxReserve: reserve,
    log,
  })
  const gateway = createGateway({ ...application, publicUrl: undefined, log })
  const server = createServer((request, response) => {
    trustForwarded(request, false)
    if (request.url?.startsWith('/k8s/')) return provider.request(request, response)
    const handler = request.url?.startsWith('/lti/') ? application.lti : application.runtime.api
    void answerBy(handler, request, response)
  })
  server.on('upgrade', gateway.upgrade)
  // Longer than any test: a connection that fetch keeps must not be closed as fetch takes it again.
  server.keepAliveTimeout = 300_000
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  const learner = async (role: Role = 'learner'): Promise<TestLearner> => {
    const login = role === 'learner' ? null : `${role}-${randomUUID().slice(0, 8)}`
    const { id } = await database.prisma.person.create({ data: { role, login, guest: login === null } })
    return learnerAt(host, id)
  }
  return {
    host,
    database,
    application,
    provider,
    /** Lines of the log. */
    lines,
    /** A guest, or an account of another role. */
    learner,
    async close() {
      gateway.close()
      await application.close()
      await provider.close()
      await database.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (!directory) rmSync(data, { recursive: true, force: true })
    },
  }
}

/** A person whom the test server at `host` knows, as their browser. */
export async function learnerAt(host: string, id: string, sessions = 0): Promise<TestLearner> {
  const cookie = `next-auth.session-token=${await encode({ token: { sub: id, sessions }, secret })}`
  return {
    id,
    cookie,
    api: (method, path, body, headers = {}) => ask(host, method, path, body, { cookie, ...headers }),
    socket: (path, headers = {}) =>
      openSocket(`ws://${host}${path}`, { cookie, origin: `http://${host}`, ...headers }),
  }
}

/** A program that has a token, and nothing else. */
export function programAt(host: string, token: string): Pick<TestLearner, 'api' | 'socket'> {
  const authorization = `Bearer ${token}`
  return {
    api: (method, path, body, headers = {}) => ask(host, method, path, body, { authorization, ...headers }),
    socket: (path, headers = {}) => openSocket(`ws://${host}${path}`, { authorization, ...headers }),
  }
}

async function ask(
  host: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(`http://${host}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body:
      text === ''
        ? undefined
        : response.headers.get('content-type')?.includes('json')
          ? JSON.parse(text)
          : text,
  }
}

export type TestSocket = ReturnType<typeof openSocket>

/** A WebSocket that remembers every message. */
function openSocket(url: string, headers: Record<string, string>) {
  const socket = new WebSocket(url, { headers })
  const messages: Anything[] = []
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  let closed: { code: number; reason: string } | undefined
  let refused: number | undefined
  socket.on('message', data => {
    messages.push(JSON.parse(data.toString()))
    changed()
  })
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() }
    changed()
  })
  socket.on('unexpected-response', (request, response) => {
    refused = response.statusCode
    request.destroy()
    changed()
  })
  socket.on('error', () => {})
  const until = async <T>(seen: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = seen()
      if (found !== undefined) return found
      await new Promise<void>(resolve => listeners.add(resolve))
    }
  }
  return {
    messages,
    send: (message: unknown) =>
      socket.send(
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
      ),
    opened: () => new Promise<void>(resolve => socket.once('open', resolve)),
    /** The first message, from now or before, that this is true of. */
    message: (test: (message: Anything) => boolean): Promise<Anything> => until(() => messages.find(test)),
    closed: () => until(() => closed),
    /** The HTTP status with which the upgrade was refused. */
    refused: () => until(() => refused),
    end: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
}
