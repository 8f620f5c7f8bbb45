import type { IncomingMessage } from 'node:http'
import WebSocket, { type RawData } from 'ws'
import type { Input, Output } from '../process'
import { frame } from './channels'
import type { Connection } from './connection'
import { refusal, toBuffer } from './exec'
import { queryString, resourcePath } from './path'

export type ForwardTarget = { namespace: string; pod: string; port: number }
export type ForwardStreams = { input: Input; output: Output }

/** For the first port of the query; the first message on each is the port's number. */
const channel = { data: 0, error: 1 } as const
/** These channels have no word for "no more input": so long (ms) a silent peer may still answer what it was sent. */
const patience = 1_000

/**
 * `pods/portforward` over numbered channels, one socket a connection. Resolves with the node's words when it could not
 * connect; rejects with `ApiStatusError` when the server refuses.
 */
export async function forwardPort(
  connection: Connection,
  { namespace, pod, port }: ForwardTarget,
  { input, output }: ForwardStreams,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { headers, ...tls } = await connection.webSocketOptions()
  signal?.throwIfAborted()
  const subresource = 'portforward'
  const path = resourcePath({ group: '', version: 'v1', resource: 'pods', namespace, name: pod, subresource })
  const url = connection.server.replace(/^http/, 'ws') + path + queryString({ ports: port })
  const socket = new WebSocket(url, 'v4.channel.k8s.io', { headers, ...tls, perMessageDeflate: false })
  const stop = () => socket.terminate()
  signal?.addEventListener('abort', stop)
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const begun = new Set<number>()
      let failure = ''
      let heard = 0
      let written: Promise<void> = Promise.resolve()
      socket.on('open', () => pump(input, socket, () => heard).catch(stop))
      socket.on('message', (data: RawData) => {
        const bytes = toBuffer(data)
        const [from = 0] = bytes
        const payload = bytes.subarray(1)
        heard = Date.now()
        if (!begun.has(from)) begun.add(from)
        else if (from === channel.error) failure += payload.toString('utf8')
        else {
          socket.pause()
          written = written.then(() => output.write(payload)).then(() => socket.resume(), stop)
        }
      })
      socket.on('unexpected-response', (_request, answer: IncomingMessage) => {
        refusal(answer).then(reject, reject)
      })
      socket.on('error', reject)
      socket.on('close', () => void written.then(() => resolve(failure || undefined)))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    socket.terminate()
  }
}

async function pump(input: Input, socket: WebSocket, heard: () => number): Promise<void> {
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    const bytes = chunk
    await new Promise<void>((resolve, reject) =>
      socket.send(frame(channel.data, bytes), error => (error ? reject(error) : resolve())),
    )
  }
  const ended = Date.now()
  const wait = () => {
    const silent = Date.now() - Math.max(ended, heard())
    if (socket.readyState !== WebSocket.OPEN) return
    if (silent >= patience) socket.close(1000)
    else setTimeout(wait, patience - silent)
  }
  wait()
}
