import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import { beside } from '../beside'
import { serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
import { answerDatagrams, greetConnections, plainText } from './answers'
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
  const log = klog(process)
  const port = Number(options.value('port') ?? defaultPort)
  try {
    if (options.has('udp'))
      beside(
        process,
        answerDatagrams(sockets.bind(port), () => hostname),
      )
    if (options.has('tcp')) beside(process, greetConnections(sockets.listen(port), hostname))
    else if (options.value('http') !== 'false')
      beside(
        process,
        serveHttp(sockets.listen(port), () => plainText(hostname)),
      )
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    await log(`listen tcp :${port}: bind: address already in use`)
    return 1
  }
  await log(`Serving on port ${port}.`)
  await untilAborted(process.signal)
  return 0
}
