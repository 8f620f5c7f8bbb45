import type { IncomingMessage } from 'node:http'
import { KubeConfig } from '@kubernetes/client-node'
import type { Disposable } from '../process'
import type { ApiAccess } from '../provider'
import { createConnection } from './connection'
import { type Attach, attachPath, connectStreams, type Exec, type ExecStreams, execPath } from './exec'
import { type ForwardStreams, type ForwardTarget, forwardPort } from './forward'
import { kubeConfigFor } from './kube-config'
import { lines } from './lines'
import { type LogOptions, logPath } from './logs'
import { type Query, queryString } from './path'
import { ApiStatusError, isStatus, statusOf } from './status'
import { warningTexts } from './warning'
import type { WatchEvent } from './watch'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type RequestOptions = {
  query?: Query
  /** Sent as JSON, unless it is text or bytes already. */
  body?: unknown
  /** `Content-Type`; JSON unless said otherwise. */
  contentType?: string
  /** `Accept`; JSON unless said otherwise (`application/json;as=Table;v=v1;g=meta.k8s.io,application/json`). */
  accept?: string
  signal?: AbortSignal
}

export type ApiResponse<T> = {
  status: number
  /** Texts of the server's `Warning` headers, for a person to read. */
  warnings: string[]
  /** Parsed when the server says it is JSON, else the text. */
  body: T
}

/**
 * A Kubernetes API over HTTP, as one user. Every method rejects with `ApiStatusError` when the server answers with
 * a Status of failure, with Node's network error when there is no answer, and with the signal's reason on abort.
 */
export interface KubernetesClient extends Disposable {
  readonly server: string
  /** `path` begins with a slash and is escaped already (`resourcePath`). */
  request<T = unknown>(method: Method, path: string, options?: RequestOptions): Promise<ApiResponse<T>>
  /** One request as it is, and whatever the server answers, a failure, too. Rejects as `request` does without an answer. */
  open(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string | Uint8Array; signal?: AbortSignal },
  ): Promise<IncomingMessage>
  /** One watch until the server ends it or `signal` aborts (then it just ends). A failure in the stream is thrown. */
  watch<T = unknown>(
    path: string,
    options?: { query?: Query; accept?: string; signal?: AbortSignal },
  ): AsyncIterable<WatchEvent<T>>
  /** Bytes of an answer as they come (logs). */
  stream(path: string, options?: RequestOptions & { method?: Method }): AsyncIterable<Uint8Array>
  logs(target: LogOptions, signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** Runs a command in a container; answers its exit status once its streams are written out. */
  exec(target: Exec, streams: ExecStreams, signal?: AbortSignal): Promise<number>
  /** Connects to what runs in a container already; answers its exit status. */
  attach(target: Attach, streams: ExecStreams, signal?: AbortSignal): Promise<number>
  /** One connection to a port of a pod, until one end is done; answers what the node says went wrong, if anything. */
  forward(target: ForwardTarget, streams: ForwardStreams, signal?: AbortSignal): Promise<string | undefined>
}

/**
 * A client for a sandbox's API (or for whatever a client-node KubeConfig's current context names). Every request has
 * `headers` besides its own (`Impersonate-User`).
 */
export function createClient(
  access: ApiAccess | KubeConfig,
  headers: Record<string, string | string[]> = {},
): KubernetesClient {
  const config = access instanceof KubeConfig ? access : kubeConfigFor(access)
  const connection = createConnection(config, headers)

  const open = async (
    method: Method,
    path: string,
    { query, body, contentType, accept, signal }: RequestOptions,
  ): Promise<IncomingMessage> => {
    signal?.throwIfAborted()
    const payload =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : JSON.stringify(body)
    const headers: Record<string, string> = { accept: accept ?? 'application/json' }
    if (payload !== undefined) {
      headers['content-type'] = contentType ?? 'application/json'
      headers['content-length'] = String(Buffer.byteLength(payload))
    }
    return connection.open({ method, path: path + queryString(query), headers, body: payload, signal })
  }

  const openOrThrow = async (method: Method, path: string, options: RequestOptions) => {
    const answer = await open(method, path, options)
    const code = answer.statusCode ?? 0
    if (code < 200 || code > 299) {
      const warnings = warningTexts(answer.headersDistinct.warning ?? [])
      throw new ApiStatusError(statusOf(code, await text(answer, options.signal)), warnings)
    }
    return answer
  }

  async function* stream(path: string, { method = 'GET', ...options }: RequestOptions & { method?: Method }) {
    const { signal } = options
    let answer: IncomingMessage | undefined
    try {
      answer = await openOrThrow(method, path, options)
      for await (const chunk of answer) yield chunk as Uint8Array
    } catch (error) {
      if (!signal?.aborted) throw error
    } finally {
      // A reader that stops early must not leave the connection open.
      answer?.destroy()
    }
  }

  return {
    server: connection.server,
    open: (method, path, { headers = {}, body, signal } = {}) =>
      connection.open({ method, path, headers, body, signal }),
    async request<T>(method: Method, path: string, options: RequestOptions = {}) {
      const answer = await openOrThrow(method, path, options)
      const content = await text(answer, options.signal)
      const json = (answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode ?? 0,
        warnings: warningTexts(answer.headersDistinct.warning ?? []),
        body: (json ? JSON.parse(content) : content) as T,
      }
    },
    async *watch<T>(path: string, { query, accept, signal }: Omit<RequestOptions, 'body'> = {}) {
      const bytes = stream(path, { query: { ...query, watch: true }, accept, signal })
      for await (const line of lines(bytes)) {
        const event = JSON.parse(line) as WatchEvent<T> | { type: 'ERROR'; object: unknown }
        if (event.type === 'ERROR') {
          const status = event.object
          throw new ApiStatusError(isStatus(status) ? status : statusOf(500, JSON.stringify(status)))
        }
        yield event
      }
    },
    stream: (path, options = {}) => stream(path, options),
    logs: (target, signal) => stream(logPath(target), { signal }),
    exec: (target, streams, signal) => connectStreams(connection, execPath(target, streams), streams, signal),
    attach: (target, streams, signal) =>
      connectStreams(connection, attachPath(target, streams), streams, signal),
    forward: (target, streams, signal) => forwardPort(connection, target, streams, signal),
    dispose: () => connection.dispose(),
  }
}

async function text(answer: IncomingMessage, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of answer) chunks.push(chunk as Uint8Array)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}
