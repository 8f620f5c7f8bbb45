import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Kubelet } from '../kubelet/kubelet'
import type { Connect, Registration, User } from '../resources/registration'
import { createAuthenticator } from './authentication/authenticator'
import { impersonated } from './authentication/impersonation'
import { openIdDocument } from './authentication/open-id'
import type { ServiceAccountTokens } from './authentication/service-account-tokens'
import { attributesOf } from './authorization/attributes'
import { guardRoles } from './authorization/escalation'
import { requireAllowed } from './authorization/require'
import {
  connectAttach,
  connectExec,
  connectLog,
  connectPodProxy,
  connectPortForward,
  connectServiceProxy,
  guardProbeContainers,
} from './connect'
import { createRouter } from './discovery/router'
import { negotiate } from './http/accept'
import type { Exchange } from './http/exchange'
import { parsePath, type RequestInfo } from './http/request-info'
import { type Answer, send, sendError, warn } from './http/send'
import { outOfSight } from './out-of-sight'
import type { Registry } from './registry'
import { answerVirtual } from './reviews/answer'
import { ApiError, internalError, methodNotAllowed, noSuchPath } from './status'
import { unchanging } from './unchanging'
import { verbOf, verbs } from './verbs'
import { viewed } from './viewed'

export type ApiOptions = {
  registry: Registry
  /** The node behind exec, attach and log. */
  kubelet: Kubelet
  /** Bearer tokens and who they are. */
  tokens: Readonly<Record<string, User>>
  /** Tokens of the cluster's service accounts. */
  accounts: ServiceAccountTokens
  /** Answers what is served beside Kubernetes' own paths. */
  beside?: (path: string, request: IncomingMessage) => Promise<Answer | undefined>
  /** The path under which it is mounted; '' at the root. */
  prefix: string
}

export type Api = {
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends every watch. */
  close(): void
}

/** Objects in a namespace are named in one, objects of the cluster in none; namespaces are by their own name. */
const isPlace = ({ namespaced }: Registration, { namespace, name }: RequestInfo) =>
  namespaced ? namespace !== '' || name === '' : namespace === ''

const noSniff = 'X-Content-Type-Options'

/** Subresources that lead into a pod, by resource. */
const connections: Readonly<Record<string, Readonly<Record<string, Connect>>>> = {
  pods: {
    attach: connectAttach,
    exec: connectExec,
    log: connectLog,
    portforward: connectPortForward,
    proxy: connectPodProxy,
  },
  services: { proxy: connectServiceProxy },
}

/** Those of them that start something there. */
const creates: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward'])

/** How a path leads into a pod, if it does; a path may be called anything. */
function connectionOf({
  resource,
  subresource,
}: Pick<RequestInfo, 'resource' | 'subresource'>): Connect | undefined {
  const ofResource = Object.hasOwn(connections, resource) ? connections[resource]! : {}
  return Object.hasOwn(ofResource, subresource) ? ofResource[subresource] : undefined
}

/** The Kubernetes API over a registry: one handler for plain requests and one for WebSocket upgrades. */
export function createApi(options: ApiOptions): Api {
  const { registry, kubelet, prefix, accounts } = options
  const authenticator = createAuthenticator(options.tokens, accounts)
  const { resources } = registry
  const router = createRouter(resources)
  const closing = new AbortController()

  const users = Object.values(options.tokens)

  /**
   * Who asks, what, and whether they may: all of that before anybody looks whether there is such a thing. Throws
   * Unauthorized, Forbidden.
   */
  function admitted(request: IncomingMessage, upgraded = false) {
    const caller = authenticator.userOf(request)
    const { path, query } = target(request)
    const info = parsePath(path)
    // What was a POST over SPDY is a GET over WebSocket, and to create all the same.
    const method = upgraded && creates.has(info?.subresource ?? '') ? 'POST' : (request.method ?? 'GET')
    const asked = attributesOf(method, path, info, query)
    const user = impersonated(request, caller, asked, { registry, users })
    requireAllowed(registry, user, asked)
    return { user, path, query, info }
  }

  /** A refusal by the rules says that its type is to be believed (responsewriters.Forbidden). */
  function admittedOrTold(request: IncomingMessage, response: ServerResponse) {
    try {
      return admitted(request)
    } catch (error) {
      if (error instanceof ApiError && error.code === 403) response.setHeader(noSniff, 'nosniff')
      throw error
    }
  }

  /** Path below the prefix, and query. A URL of the client is never resolved against anything. */
  function target(request: IncomingMessage): { path: string; query: URLSearchParams } {
    const [path = '/', ...query] = (request.url ?? '/').split('?')
    if (!path.startsWith(prefix)) throw noSuchPath()
    return { path: path.slice(prefix.length) || '/', query: new URLSearchParams(query.join('?')) }
  }

  const seenAs = (registration: Registration): Registry => {
    const { view, always } = registration
    if (always) return unchanging(registry, registration)
    return view ? viewed(registry, view) : registry
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { user, path, query, info } = admittedOrTold(request, response)
    const document =
      (await options.beside?.(path, request)) ??
      openIdDocument(path, request, accounts) ??
      router(path, request)
    if (document) return send(request, response, document)
    if (!info?.resource) throw noSuchPath()
    if (await answerVirtual({ info, user, registry, authenticator, request, response, query })) return
    const registration = resources.ofPath(info.group, info.version, info.resource)
    if (!registration || !isPlace(registration, info)) throw noSuchPath()
    if (registration.deprecated) warn(response, [registration.deprecated])
    const connection = connectionOf({ resource: registration.storage, subresource: info.subresource })
    if (connection && info.subresource === 'log' && request.method !== 'GET') throw methodNotAllowed()
    if (connection) {
      const { namespace, name, rest } = info
      await connection({
        namespace,
        name,
        query,
        registry,
        kubelet,
        user,
        http: request,
        response,
        ...(rest && { rest }),
      })
      return
    }
    const exchange: Exchange = {
      registry: guardRoles(
        guardProbeContainers(outOfSight(seenAs(registration), user), user),
        user,
        info.name,
      ),
      accounts,
      registration,
      info,
      query,
      user,
      request,
      response,
      closing: closing.signal,
    }
    const verb = verbOf(exchange)
    if (!verb) {
      const { subresources = {} } = registration
      const isThere = info.subresource === '' || Object.hasOwn(subresources, info.subresource)
      throw isThere ? methodNotAllowed() : noSuchPath()
    }
    if (verb === 'get') negotiate(request.headers.accept, false)
    await verbs[verb](exchange)
  }

  async function connectSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { user, query, info } = admitted(request, true)
    const connection = info?.group === '' ? connectionOf(info) : undefined
    if (!info || !connection) throw noSuchPath()
    const { namespace, name } = info
    await connection({
      namespace,
      name,
      query,
      registry,
      kubelet,
      user,
      http: request,
      upgrade: { socket, head },
    })
  }

  return {
    request(request, response) {
      serve(request, response).catch(error => sendError(request, response, error))
    },
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      connectSocket(request, socket, head).catch(error => refuseUpgrade(socket, error))
    },
    close: () => closing.abort(),
  }
}

/** A refused upgrade is answered as a plain request would have been. */
function refuseUpgrade(socket: Duplex, error: unknown): void {
  const known =
    error instanceof ApiError ? error : internalError(error instanceof Error ? error.message : String(error))
  const body = `${JSON.stringify(known.status)}\n`
  const reason = known.reason ?? 'Error'
  socket.end(
    `HTTP/1.1 ${known.code} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
