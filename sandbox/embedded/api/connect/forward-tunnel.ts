import { forward } from './forward'
import { type SpdyStream, serveSpdy, type Transport } from './spdy/session'

/** How long one stream of a pair waits for the other (k8s.io/kubelet: streamCreationTimeout). Milliseconds. */
const pairTimeout = 30_000

type Half = { readonly stream: SpdyStream; readonly timer: NodeJS.Timeout }

/**
 * `portforward.k8s.io` over SPDY: for each connection the client opens a stream for errors and one for data, which
 * name the port and belong together by their request id.
 */
export async function forwardTunnel(
  transport: Transport,
  open: Parameters<typeof forward>[1],
): Promise<void> {
  const waiting = new Map<string, Half>()
  let leave = () => {}
  const gone = new Promise<void>(resolve => {
    leave = resolve
  })

  const connect = async (data: SpdyStream, errors: SpdyStream) => {
    const streams = {
      port: Number(data.headers.port),
      input: data.input,
      data: data.output,
      errors: errors.output,
      gone,
    }
    await forward(streams, open)
    data.output.close()
    errors.output.close()
  }

  const pair = (stream: SpdyStream) => {
    const { streamtype, requestid = '', port } = stream.headers
    const isWhole = (streamtype === 'error' || streamtype === 'data') && isPort(port)
    if (!isWhole) return stream.output.close()
    const other = waiting.get(requestid)
    if (!other) {
      const timer = setTimeout(() => {
        waiting.delete(requestid)
        stream.output.close()
      }, pairTimeout)
      waiting.set(requestid, { stream, timer: timer.unref() })
      return
    }
    waiting.delete(requestid)
    clearTimeout(other.timer)
    if (other.stream.headers.streamtype === streamtype) return stream.output.close()
    const [data, errors] = streamtype === 'data' ? [stream, other.stream] : [other.stream, stream]
    void connect(data, errors).catch(() => transport.close())
  }

  await serveSpdy(transport, pair)
  for (const { timer } of waiting.values()) clearTimeout(timer)
  leave()
}

const isPort = (text: string | undefined) =>
  /^\d{1,5}$/.test(text ?? '') && Number(text) >= 1 && Number(text) <= 65_535
