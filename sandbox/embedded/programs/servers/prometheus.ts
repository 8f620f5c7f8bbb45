import { plainText } from '../agnhost/answers'
import { beside } from '../beside'
import { type ServedResponse, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'

const port = 9090

const answers: Readonly<Record<string, () => ServedResponse>> = {
  '/': () => ({ ...plainText('<a href="/query">Found</a>.\n\n', 302), reason: 'Found' }),
  '/-/healthy': () => plainText('Prometheus Server is Healthy.\n'),
  '/-/ready': () => plainText('Prometheus Server is Ready.\n'),
  '/metrics': () => plainText('# TYPE prometheus_ready gauge\nprometheus_ready 1\n'),
}

/** Prometheus without a database: it listens on 9090 and says that it is well. */
export const prometheus: ContainerProgram = async (process, { sockets }) => {
  const say = (message: string) =>
    process.stderr.write(`time=${new Date().toISOString()} level=INFO source=main.go msg="${message}"\n`)
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    `time=${new Date().toISOString()} level=ERROR source=main.go msg="Unable to start web listener" err="listen tcp 0.0.0.0:${port}: bind: address already in use"`,
  )
  if (!listener) return 1
  beside(
    process,
    serveHttp(listener, ({ target }) => answers[target]?.() ?? plainText('404 page not found\n', 404)),
  )
  await say('Starting Prometheus Server')
  await say('Server is ready to receive web requests.')
  await untilAborted(process.signal)
  return 0
}
