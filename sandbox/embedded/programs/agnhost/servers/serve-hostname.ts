import { hostPort } from '../../../network/address'
import { beside } from '../../beside'
import { serveEach, serveHttp } from '../../http/server'
import { untilAborted } from '../../until-aborted'
import { answerDatagrams, plainText } from '../answers'
import { bindProblem, withFlags } from '../command'
import { klog } from '../klog'

const defaultPort = 9376

/** `agnhost serve-hostname`: the pod's name over HTTP (default), raw TCP (`--tcp --http=false`) or UDP (`--udp`). */
export const serveHostname = withFlags(
  ['tcp', 'udp', 'http:', 'close', 'port:'],
  async (process, { sockets, hostname }, options) => {
    const log = klog(process)
    const port = Number(options.value('port') ?? defaultPort)
    const http = options.value('http') !== 'false'
    if (http && (options.has('tcp') || options.has('udp'))) {
      await log("Can't server TCP/UDP mode and HTTP mode at the same time")
      return 1
    }
    try {
      if (options.has('udp')) {
        const answering = answerDatagrams(sockets.bind(port), async ({ from: client }) => {
          await log(`UDP request from ${hostPort(client)}`)
          return hostname
        })
        beside(process, answering)
      }
      if (options.has('tcp')) {
        const serving = serveEach(sockets.listen(port), async connection => {
          await log(`TCP request from ${hostPort(connection.remote)}`)
          await connection.output.write(hostname)
        })
        beside(process, serving)
      }
      if (http) {
        const serving = serveHttp(sockets.listen(port), async ({ connection }) => {
          await log(`HTTP request from ${hostPort(connection.remote)}`)
          const answer = plainText(hostname)
          return options.has('close')
            ? { ...answer, headers: [...answer.headers, ['Connection', 'close']] }
            : answer
        })
        beside(process, serving)
      }
    } catch (error) {
      await log(`Error from net.Listen(): ${bindProblem('tcp', port, error)}`)
      return 1
    }
    await log(`Serving on port ${port}.`)
    await untilAborted(process.signal)
    await log('Shutting down after receiving signal: terminated.')
    return 0
  },
)
