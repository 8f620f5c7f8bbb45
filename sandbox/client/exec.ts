import type { IncomingMessage } from 'node:http'
import type { V1Status } from '@kubernetes/client-node'
import WebSocket, { type RawData } from 'ws'
import type { Input, Output, Tty } from '../process'
import { channel, frame, subprotocols } from './channels'
import type { Connection } from './connection'
import { queryString, resourcePath } from './path'
import { ApiStatusError, statusOf } from './status'

export type Attach = { namespace: string; pod: string; container?: string }
export type Exec = Attach & { command: readonly string[] }

export type ExecStreams = {
  stdin?: Input
  stdout: Output
  /** Where the command's stderr goes; with a `tty` both come over stdout. */
  stderr: Output
  /** Ask for a terminal in the container, sized (and resized) like this one. */
  tty?: Pick<Tty, 'size' | 'onResize'>
}

export const execPath = (target: Exec, streams: ExecStreams) =>
  connectPath('exec', target, streams, target.command)
export const attachPath = (target: Attach, streams: ExecStreams) => connectPath('attach', target, streams)

function connectPath(
  subresource: 'exec' | 'attach',
  { namespace, pod, container }: Attach,
  streams: ExecStreams,
  command?: readonly string[],
): string {
  const path = resourcePath({ group: '', version: 'v1', resource: 'pods', namespace, name: pod, subresource })
  return (
    path +
    queryString({
      command,
      container,
      stdin: streams.stdin ? true : undefined,
      stdout: true,
      stderr: streams.tty ? undefined : true,
      tty: streams.tty ? true : undefined,
    })
  )
}

/** Bytes that may wait for a slow reader before the socket is told to stop. */
const highWater = 1 << 18

/**
 * Carries the streams until the server tells how it ended. Resolves with the exit status; rejects with
 * `ApiStatusError` for any other failure, with `BrokenPipe` when the reader of the output is gone.
 */
export async function connectStreams(
  connection: Connection,
  path: string,
  streams: ExecStreams,
  signal?: AbortSignal,
): Promise<number> {
  signal?.throwIfAborted()
  const { headers, ...tls } = await connection.webSocketOptions()
  signal?.throwIfAborted()
  const url = connection.server.replace(/^http/, 'ws') + path
  const socket = new WebSocket(url, subprotocols, { headers, ...tls, perMessageDeflate: false })

  return new Promise<number>((resolve, reject) => {
    let ended = false
    let outcome: V1Status | undefined
    let written: Promise<void> = Promise.resolve()
    let waiting = 0
    const finish = (settle: () => void) => {
      if (ended) return
      ended = true
      signal?.removeEventListener('abort', abort)
      resizing?.dispose()
      if (socket.readyState === WebSocket.OPEN) socket.close(1000)
      else socket.terminate()
      settle()
    }
    const fail = (error: unknown) => finish(() => reject(error))
    const abort = () => {
      socket.terminate()
      fail(signal?.reason)
    }
    signal?.addEventListener('abort', abort)
    const resizing = streams.tty?.onResize(size => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame(channel.resize, sizeText(size)))
    })

    const write = (output: Output, payload: Uint8Array) => {
      waiting += payload.length
      if (waiting > highWater) socket.pause()
      written = written.then(async () => {
        if (ended) return
        await output.write(payload)
        waiting -= payload.length
        if (waiting <= highWater && socket.isPaused) socket.resume()
      })
      written.catch(fail)
    }

    socket.on('open', () => {
      if (streams.tty) socket.send(frame(channel.resize, sizeText(streams.tty.size)))
      if (streams.stdin) pumpInput(streams.stdin, socket, () => ended).catch(fail)
    })
    socket.on('message', (data: RawData) => {
      const bytes = toBuffer(data)
      const payload = bytes.subarray(1)
      if (payload.length === 0) return
      if (bytes[0] === channel.stdout) write(streams.stdout, payload)
      else if (bytes[0] === channel.stderr) write(streams.stderr, payload)
      else if (bytes[0] === channel.error) outcome = errorChannelStatus(payload.toString('utf8'))
    })
    socket.on('unexpected-response', (_request, answer: IncomingMessage) => {
      refusal(answer).then(fail, fail)
    })
    socket.on('error', fail)
    socket.on('close', () => {
      written
        .then(() =>
          finish(() => {
            const code = exitStatus(outcome)
            if (code !== undefined) resolve(code)
            else reject(new ApiStatusError(outcome ?? lostConnection))
          }),
        )
        .catch(fail)
    })
  })
}

const lostConnection: V1Status = {
  kind: 'Status',
  status: 'Failure',
  code: 500,
  reason: 'InternalError',
  message: 'error reading from error stream: connection closed',
}

/** The kubelet's Status on the error channel names neither kind nor apiVersion. */
function errorChannelStatus(text: string): V1Status {
  try {
    return { code: 500, ...(JSON.parse(text) as V1Status) }
  } catch {
    return statusOf(500, text)
  }
}

/** The exit status in a channel 3 Status; nothing when it tells of another failure, or was never sent. */
function exitStatus(status: V1Status | undefined): number | undefined {
  if (status?.status === 'Success') return 0
  if (status?.reason !== 'NonZeroExitCode') return undefined
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')
  return Number.parseInt(cause?.message ?? '', 10) || undefined
}

async function pumpInput(stdin: Input, socket: WebSocket, ended: () => boolean): Promise<void> {
  for (;;) {
    const chunk = await stdin.read()
    if (ended() || socket.readyState !== WebSocket.OPEN) return
    if (chunk === null) {
      // v4 has no word for "no more input"; the command then waits, as it did with kubectl before v5.
      if (socket.protocol === subprotocols[0]) socket.send(frame(channel.close, Uint8Array.of(channel.stdin)))
      return
    }
    await new Promise<void>((resolve, reject) =>
      socket.send(frame(channel.stdin, chunk), error => (error && !ended() ? reject(error) : resolve())),
    )
  }
}

export async function refusal(answer: IncomingMessage): Promise<ApiStatusError> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return new ApiStatusError(statusOf(answer.statusCode ?? 500, Buffer.concat(chunks).toString('utf8')))
}

const sizeText = ({ columns, rows }: { columns: number; rows: number }) =>
  JSON.stringify({ Width: columns, Height: rows })

export function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}
