import type { Process } from '../../../../process'
import { beside } from '../../beside'
import { type Handler, serveHttp } from '../../http/server'
import type { Machine } from '../../machine'
import { untilAborted } from '../../until-aborted'
import { bindProblem } from '../command'
import { klog } from '../klog'

/** http.ListenAndServe until a signal comes; a port that is taken ends it. */
export async function serveUntilEnded(
  process: Process,
  { sockets }: Machine,
  port: number,
  answer: Handler,
): Promise<number> {
  try {
    beside(process, serveHttp(sockets.listen(port), answer))
  } catch (error) {
    await klog(process)(bindProblem('tcp', port, error))
    return 1
  }
  await untilAborted(process.signal)
  return 0
}
