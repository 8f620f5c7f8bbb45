import { hostPort } from '../../../network/address'
import { beside } from '../../beside'
import { serveEach } from '../../http/server'
import { untilAborted } from '../../until-aborted'
import { bindProblem, withFlags } from '../command'
import { klog } from '../klog'

/** `agnhost tcp-reset`: takes a byte of each connection and breaks it off. */
export const tcpReset = withFlags(['port:'], async (process, { sockets }, options) => {
  const log = klog(process)
  const port = Number(options.value('port') ?? 8080)
  try {
    beside(
      process,
      serveEach(sockets.listen(port), async connection => {
        await connection.input.read()
        connection.close()
        await log(`TCP request from ${hostPort(connection.remote)}`)
      }),
    )
  } catch (error) {
    await log(`Error from net.Listen(): ${bindProblem('tcp', port, error)}`)
    return 1
  }
  await log(`Serving on port ${port}.`)
  await untilAborted(process.signal)
  await log('Shutting down after receiving signal: terminated.')
  return 0
})
