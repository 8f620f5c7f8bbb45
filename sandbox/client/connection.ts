import http from 'node:http'
import https from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Disposable } from '../process'

type Headers = Record<string, string | string[]>

/** What of a KubeConfig a socket needs: TLS material and the headers that say who asks. */
type Credentials = {
  headers: Headers
  ca?: Buffer
  cert?: Buffer
  key?: Buffer
  rejectUnauthorized?: boolean
  servername?: string
}

/** One server, one identity, and the sockets kept open to it. */
export interface Connection extends Disposable {
  /** Without a slash at the end. */
  readonly server: string
  /** Sends one request; resolves with the answer's head. Rejects with Node's own network errors, or the signal's reason. */
  open(request: {
    method: string
    path: string
    headers: Record<string, string>
    body?: string | Uint8Array
    signal?: AbortSignal
  }): Promise<http.IncomingMessage>
  /** What a WebSocket needs to connect as the same user. */
  webSocketOptions(): Promise<Credentials>
}

/** `asked` are headers that every request has besides (`Impersonate-User`). */
export function createConnection(config: KubeConfig, asked: Headers = {}): Connection {
  const cluster = config.getCurrentCluster()
  if (!cluster) throw new Error('the kubeconfig names no cluster')
  const base = new URL(cluster.server)
  const prefix = base.pathname.replace(/\/+$/, '')
  const secure = base.protocol === 'https:'
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })

  const credentials = async (): Promise<Credentials> => {
    // client-node also puts in an agent of undici's, which node:http does not understand.
    const options: https.RequestOptions = {}
    await config.applyToHTTPSOptions(options)
    const headers: Headers = { ...asked }
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value)
    return {
      headers,
      ca: options.ca as Buffer | undefined,
      cert: options.cert as Buffer | undefined,
      key: options.key as Buffer | undefined,
      rejectUnauthorized: options.rejectUnauthorized,
      servername: options.servername,
    }
  }
  let known: Promise<Credentials> | undefined
  const once = () => {
    known ??= credentials()
    return known
  }

  return {
    server: cluster.server.replace(/\/+$/, ''),
    async open({ method, path, headers, body, signal }) {
      const { headers: identity, ...tls } = await once()
      signal?.throwIfAborted()
      const options: https.RequestOptions = {
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: base.port,
        method,
        path: prefix + path,
        headers: { ...identity, ...headers },
        agent,
        ...(secure ? tls : {}),
      }
      // Not Node's own `signal`: it destroys the socket with an error, and in the moment in which a finished answer
      // gives its socket back nobody listens for that error, which then ends the process.
      const send = (isAgain: boolean): Promise<http.IncomingMessage> =>
        new Promise((resolve, reject) => {
          let answer: http.IncomingMessage | undefined
          const stop = () => (answer ?? request).destroy()
          const request = (secure ? https : http).request(options, incoming => {
            answer = incoming
            answer.once('close', () => signal?.removeEventListener('abort', stop))
            answer.on('error', () => {})
            resolve(answer)
          })
          request.on('error', (error: NodeJS.ErrnoException) => {
            signal?.removeEventListener('abort', stop)
            // The server had ended this idle connection just then: what was sent on it never arrived.
            const isStale = request.reusedSocket && error.code === 'ECONNRESET' && !answer
            if (isStale && !isAgain && !signal?.aborted) return resolve(send(true))
            reject(signal?.aborted ? signal.reason : error)
          })
          signal?.addEventListener('abort', stop)
          request.end(body)
        })
      return send(false)
    },
    webSocketOptions: once,
    dispose: () => agent.destroy(),
  }
}
