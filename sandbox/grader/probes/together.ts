import type { KubernetesClient } from '../../client'
import type { Limit } from './limit'
import { type CommandResult, GivenUp, type ProbePlace, type Run, runAlone } from './run'

/** Milliseconds in which commands for one container are gathered. */
const gathering = 5
/** Around one command's answer: `<start>number status newline output<end>`. */
const start = '\x1e'
const end = '\x1f'
/** What a shell answers that finds no such program, or none that it may start. */
const notStarted = new Set(['126', '127'])

type Asked = {
  command: readonly string[]
  signal?: AbortSignal
  giveUp?: number
  resolve(result: CommandResult): void
  reject(reason: unknown): void
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

/** A shell script that runs all commands at the same time, a process each, and tells each one's end as it comes. */
export const scriptOf = (commands: readonly (readonly string[])[]): string =>
  [
    // A busy node may take seconds until here.
    `printf '\\036begun\\037'`,
    `run() { n=$1; shift; o=$("$@" 2>&1); printf '\\036%s %s\\n%s\\037' "$n" "$?" "$o"; }`,
    ...commands.map((command, index) => `run ${index} ${command.map(quoted).join(' ')} &`),
    'wait',
  ].join('\n')

/**
 * Runs commands in containers, those for one container that are asked for before its turn comes by one exec: to begin
 * one costs an API server and a node many times what a probe does. Each command is a process of its own all the same.
 * Of a container without a shell each is an exec again.
 */
export function runTogether(client: KubernetesClient, inTurn: Limit, ending?: AbortSignal): Run {
  const gathered = new Map<string, Asked[]>()
  const without = new Set<string>()
  const runOne = runAlone(client)
  const alone = (place: ProbePlace, { command, resolve, reject, ...options }: Asked) =>
    runOne(place, command, options).then(resolve, reject)

  const begin = async (key: string, place: ProbePlace, asked: readonly Asked[]) => {
    const isPlain = asked.length === 1 && asked[0]?.giveUp === undefined
    if (without.has(key) || isPlain) return void (await Promise.all(asked.map(one => alone(place, one))))
    const waiting = new Map(asked.entries())
    const stop = new AbortController()
    const settle = (number: number, how: (one: Asked) => unknown) => {
      const one = waiting.get(number)
      if (!one) return
      waiting.delete(number)
      how(one)
      if (waiting.size === 0) stop.abort()
    }
    for (const [number, { signal }] of waiting)
      signal?.addEventListener('abort', () => settle(number, ({ reject }) => reject(signal.reason)))
    const late: NodeJS.Timeout[] = []
    const begun = () => {
      for (const [number, { giveUp }] of waiting)
        if (giveUp !== undefined)
          late.push(setTimeout(() => settle(number, ({ reject }) => reject(new GivenUp())), giveUp))
    }
    const answers = readAnswers(begun, (number, status, output) =>
      settle(number, ({ resolve, reject, command }) =>
        notStarted.has(status)
          ? reject(new Error(`exec: "${command[0]}": executable file not found: ${output}`))
          : resolve({ status: Number(status), stdout: output, stderr: '' }),
      ),
    )
    const signal = ending ? AbortSignal.any([ending, stop.signal]) : stop.signal
    const command = ['sh', '-c', scriptOf(asked.map(({ command }) => command))]
    try {
      await client.exec({ ...place, command }, { stdout: answers, stderr: answers }, signal)
      for (const number of [...waiting.keys()])
        settle(number, ({ reject }) => reject(new Error('the container did not tell how the command ended')))
    } catch (error) {
      const hasNoShell = /"sh".*(executable file not found|no such file or directory)/.test(String(error))
      if (hasNoShell) without.add(key)
      const left = [...waiting.keys()]
      for (const number of left) settle(number, one => (hasNoShell ? alone(place, one) : one.reject(error)))
    } finally {
      for (const timer of late) clearTimeout(timer)
    }
  }

  return (place, command, options = {}) =>
    new Promise((resolve, reject) => {
      if (options.signal?.aborted) return reject(options.signal.reason)
      const key = `${place.namespace}/${place.pod}/${place.container}`
      const one = { command, resolve, reject, ...options }
      const others = gathered.get(key)
      if (others) return void others.push(one)
      const asked: Asked[] = [one]
      gathered.set(key, asked)
      setTimeout(
        () =>
          inTurn(() => {
            gathered.delete(key)
            return begin(key, place, asked)
          }),
        gathering,
      )
    })
}

/** Reads answers out of what a script prints, however it is cut into pieces. */
function readAnswers(begun: () => void, told: (number: number, status: string, output: string) => void) {
  const decoder = new TextDecoder()
  let text = ''
  return {
    async write(chunk: Uint8Array | string) {
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end)) {
        const frame = text.slice(text.lastIndexOf(start, at) + 1, at)
        text = text.slice(at + 1)
        if (frame === 'begun') begun()
        const [, number, status, output] = /^(\d+) (\d+)\n([\s\S]*)$/.exec(frame) ?? []
        if (number !== undefined && status !== undefined && output !== undefined)
          told(Number(number), status, output)
      }
    },
  }
}
