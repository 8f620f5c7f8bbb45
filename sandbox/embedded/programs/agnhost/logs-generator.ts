import { safeAlphabet } from '../../api/generated-name'
import { pause } from '../until-aborted'
import { type Command, withFlags } from './command'
import { goDuration } from './go-duration'
import { klog } from './klog'

const methods = ['GET', 'POST', 'PUT']
const namespaces = ['kube-system', 'default', 'ns']

const below = (limit: number) => Math.floor(Math.random() * limit)
const one = (choices: ArrayLike<string>) => choices[below(choices.length)]!

function line(id: number): string {
  const pod = Array.from({ length: 3 + below(2) }, () => one(safeAlphabet)).join('')
  return `${id} ${one(methods)} /api/v1/namespaces/${one(namespaces)}/pods/${pod} ${200 + below(400)}`
}

const generate = withFlags(['log-lines-total:', 'run-duration:'], async (process, _, options) => {
  const lines = Number(options.value('log-lines-total') ?? 0)
  const duration = goDuration(options.value('run-duration') ?? '0s') ?? 0
  const say = klog(process, 'logs_generator.go:76')
  if (!(lines > 0) || duration <= 0) {
    const what =
      lines > 0 ? `duration: ${options.value('run-duration') ?? '0s'}` : `total number of lines: ${lines}`
    await klog(process, 'logs_generator.go:66', 'F')(`Invalid ${what}`)
    return 255
  }
  for (let id = 0; id < lines && !process.signal.aborted; id++) {
    await say(line(id))
    await pause(duration / lines, process.signal)
  }
  return 0
})

/** `agnhost logs-generator -t LINES -d DURATION`: lines like an API server's, evenly over the time. */
export const logsGenerator: Command = (process, machine, args) =>
  generate(
    process,
    machine,
    args.map(argument => ({ '-t': '--log-lines-total', '-d': '--run-duration' })[argument] ?? argument),
  )
