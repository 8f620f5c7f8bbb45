import { BrokenPipe, createPipe, type Input, type Pipe, type PipeOutput, toBytes } from '../../../../process'
import {
  controlFrame,
  createFrameReader,
  dataFrame,
  type Frame,
  frameTypes,
  MalformedFrame,
  words,
} from './frames'
import { createHeaderBlocks, type Headers, MalformedHeaders } from './header-blocks'

/** What carries the session's bytes. */
export interface Transport {
  readonly input: Input
  write(bytes: Uint8Array): Promise<void>
  close(): void
}

/** One stream that the client opened. */
export interface SpdyStream {
  readonly headers: Headers
  readonly input: Input
  /** Closing it ends this direction. */
  readonly output: PipeOutput
}

/** Streams open at the same time before further ones are refused. */
const mostStreams = 256
const largestData = 65_536
const refusedStream = 3
const protocolError = 1

type Open = { readonly pipe: Pipe; readonly output: PipeOutput; over: boolean }

/**
 * Serves a SPDY/3.1 session until its transport ends, as Kubernetes' streaming uses it: the client opens streams,
 * there is no flow control, and a reader that does not read makes the whole session wait.
 */
export async function serveSpdy(transport: Transport, opened: (stream: SpdyStream) => void): Promise<void> {
  const streams = new Map<number, Open>()
  const headerBlocks = createHeaderBlocks()
  const reader = createFrameReader()
  const send = (bytes: Uint8Array) => transport.write(bytes)

  /** A stream is forgotten when both directions have ended. */
  const ended = (id: number, stream: Open) => {
    if (stream.over) streams.delete(id)
    stream.over = true
  }

  const outputOf = (id: number): PipeOutput => {
    let closed = false
    return {
      async write(chunk) {
        const bytes = toBytes(chunk)
        if (closed || !streams.has(id)) throw new BrokenPipe()
        for (let at = 0; at < bytes.length; at += largestData)
          await send(dataFrame(id, bytes.subarray(at, at + largestData)))
      },
      close() {
        const stream = streams.get(id)
        if (closed || !stream) return
        closed = true
        ended(id, stream)
        send(dataFrame(id, new Uint8Array(0), true)).catch(() => undefined)
      },
    }
  }

  const openStream = async (payload: Buffer, end: boolean) => {
    if (payload.length < 10) throw new MalformedFrame()
    const id = payload.readUInt32BE(0)
    // The block is unpacked in any case: those that follow lean on it.
    const headers = await headerBlocks.unpack(payload.subarray(10))
    if (streams.has(id)) return send(controlFrame(frameTypes.reset, words(id, protocolError)))
    if (streams.size >= mostStreams) return send(controlFrame(frameTypes.reset, words(id, refusedStream)))
    const stream: Open = { pipe: createPipe(), output: outputOf(id), over: false }
    streams.set(id, stream)
    await send(controlFrame(frameTypes.synReply, Buffer.concat([words(id), await headerBlocks.pack({})])))
    if (end) finish(id, stream)
    opened({ headers, input: stream.pipe.input, output: stream.output })
  }

  const finish = (id: number, stream: Open) => {
    stream.pipe.output.close()
    ended(id, stream)
  }

  const abandon = (id: number) => {
    streams.get(id)?.pipe.output.close()
    streams.delete(id)
  }

  const take = async (frame: Frame) => {
    if (frame.kind === 'data') {
      const stream = streams.get(frame.stream)
      if (!stream) return
      await stream.pipe.output.write(frame.data).catch(ignoreBrokenPipe)
      if (frame.end) finish(frame.stream, stream)
      return
    }
    if (frame.type === frameTypes.synStream) return openStream(frame.payload, frame.end)
    if (frame.type === frameTypes.headers && frame.payload.length > 4)
      return void (await headerBlocks.unpack(frame.payload.subarray(4)))
    if (frame.type === frameTypes.ping) return send(controlFrame(frameTypes.ping, frame.payload))
    if (frame.type === frameTypes.reset && frame.payload.length >= 4) abandon(frame.payload.readUInt32BE(0))
  }

  try {
    for (let bytes = await transport.input.read(); bytes; bytes = await transport.input.read())
      for (const frame of reader.push(bytes)) await take(frame)
  } catch (error) {
    if (
      !(error instanceof MalformedFrame || error instanceof MalformedHeaders || error instanceof BrokenPipe)
    )
      throw error
  } finally {
    for (const id of [...streams.keys()]) abandon(id)
    headerBlocks.dispose()
    transport.close()
  }
}

function ignoreBrokenPipe(error: unknown): void {
  if (!(error instanceof BrokenPipe)) throw error
}
