import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import { serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
import { klog } from './klog'

const defaultPort = 9376

const syntax = {
  short: '',
  long: { tcp: 'tcp', udp: 'udp', http: 'http:', close: 'close:', port: 'port:' },
}

/** `agnhost serve-hostname`: the pod's name over HTTP (default), raw TCP (`--tcp --http=false`) or UDP (`--udp`). */
export async function serveHostname(
  process: Process,
  { sockets, hostname }: Machine,
  args: readonly string[],
): Promise<number> {
  const options = parseOptions(args, syntax)
  if (options.problem) {
    await process.stderr.write(`Error: unknown flag: ${options.problem.option}\n`)
    return 1
  }
  const port = Number(options.value('port') ?? defaultPort)
  const open: { dispose(): void }[] = []
  try {
    if (options.has('udp')) {
      const socket = sockets.bind(port)
      open.push(socket)
      void (async () => {
        for (let received = await socket.receive(); received; received = await socket.receive())
          if (!('error' in received)) socket.send(received.from, new TextEncoder().encode(hostname))
      })()
    }
    if (options.has('tcp') || options.value('http') !== 'false') {
      const listener = sockets.listen(port)
      open.push(listener)
      if (options.has('tcp')) {
        void (async () => {
          for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
            const connection = peer
            connection.output
              .write(hostname)
              .catch(() => undefined)
              .finally(() => connection.close())
          }
        })()
      } else {
        void serveHttp(listener, () => ({
          status: 200,
          reason: 'OK',
          headers: [
            ['Date', new Date().toUTCString()],
            ['Content-Length', String(hostname.length)],
            ['Content-Type', 'text/plain; charset=utf-8'],
          ],
          body: hostname,
        }))
      }
    }
  } catch (error) {
    for (const socket of open) socket.dispose()
    if (!(error instanceof NetworkError)) throw error
    await klog(process)(`listen tcp :${port}: bind: address already in use`)
    return 1
  }
  await klog(process)(`Serving on port ${port}.`)
  await untilAborted(process.signal)
  for (const socket of open) socket.dispose()
  return 0
}
