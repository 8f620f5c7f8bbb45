import { plainText } from '../agnhost/answers'
import { beside } from '../beside'
import { serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'

const syntax = { short: '', long: { text: 'text:', listen: 'listen:', 'status-code': 'status:' } }

/** hashicorp/http-echo: `-text=TEXT [-listen=:5678]`; Go's flags take one dash or two. */
export const httpEcho: ContainerProgram = async (process, { sockets }) => {
  const args = process.argv.slice(1).map(argument => argument.replace(/^-(?=[a-z])/, '--'))
  const options = parseOptions(args, syntax)
  const text = options.value('text') ?? process.env.ECHO_TEXT
  if (text === undefined) {
    await process.stderr.write('Missing -text option!\n')
    return 127
  }
  const port = Number(options.value('listen')?.split(':').at(-1) ?? 5678)
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    `listen tcp :${port}: bind: address already in use`,
  )
  if (!listener) return 1
  const status = Number(options.value('status') ?? 200)
  beside(
    process,
    serveHttp(listener, () => plainText(`${text}\n`, status)),
  )
  await process.stdout.write(`${new Date().toISOString()} [INFO] server is listening on :${port}\n`)
  await untilAborted(process.signal)
  return 0
}
