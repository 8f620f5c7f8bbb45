import { type Output, readText, type Signal } from '../../../process'
import { limits } from '../../limits'
import { type Run, tool } from '../tool'
import { duration, pause } from './wait'

/** Runs another program, or says that there is none. */
async function spawn(
  run: Run,
  argv: readonly string[],
  changes: Parameters<NonNullable<Run['spawn']>>[1] = {},
): Promise<number> {
  const running = run.spawn?.(argv, changes)
  if (running) return running
  const name = argv[0] ?? ''
  await run.stderr.write(
    run.name === 'timeout'
      ? `timeout: failed to run command ‘${name}’: No such file or directory\n`
      : run.name === 'env'
        ? `env: ‘${name}’: No such file or directory\n`
        : `${run.name}: ${name}: No such file or directory\n`,
  )
  return 127
}

/** `timeout 5 command`: 124 when it had to be ended. */
export const timeout = tool(
  {
    flags: 'v',
    values: 'ks',
    ordered: true,
    usage: 125,
    long: { 'preserve-status': '', 'kill-after=': 'k', 'signal=': 's', foreground: '' },
  },
  async run => {
    const [time, ...argv] = run.options.rest
    const milliseconds = time === undefined ? undefined : duration(time)
    if (time === undefined || argv.length === 0) {
      await run.stderr.write("timeout: missing operand\nTry 'timeout --help' for more information.\n")
      return 125
    }
    if (milliseconds === undefined) {
      await run.complain(`invalid time interval ‘${time}’\nTry 'timeout --help' for more information.`)
      return 125
    }
    const controller = new AbortController()
    const pass = () => controller.abort(run.signal.reason)
    if (run.signal.aborted) pass()
    run.signal.addEventListener('abort', pass)
    let expired = false
    const timer =
      milliseconds > 0
        ? setTimeout(
            () => {
              expired = true
              controller.abort(signalOf(run.options.value('s') ?? 'TERM'))
            },
            Math.min(milliseconds, 2 ** 31 - 1),
          )
        : undefined
    try {
      const running = spawn(run, argv, {
        signal: controller.signal,
        stdin: cancellable(run, controller.signal),
      })
      // A program that does not listen to its signal is left behind.
      const abandoned = new Promise<number>(resolve =>
        controller.signal.addEventListener(
          'abort',
          () => void pause(500, new AbortController().signal).then(() => resolve(124)),
        ),
      )
      const status = await Promise.race([running, abandoned])
      if (!expired) return status
      return run.options.has('preserve-status') ? status : 124
    } finally {
      clearTimeout(timer)
      run.signal.removeEventListener('abort', pass)
    }
  },
)

function signalOf(text: string): Signal {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, '')}`
  return (
    ({ SIG9: 'SIGKILL', SIGKILL: 'SIGKILL', SIG2: 'SIGINT', SIGINT: 'SIGINT', SIGHUP: 'SIGHUP' }[
      name
    ] as Signal) ?? 'SIGTERM'
  )
}

/** The same input, at its end once the signal comes. */
function cancellable({ stdin }: Run, signal: AbortSignal): Run['stdin'] {
  const aborted = new Promise<null>(resolve => signal.addEventListener('abort', () => resolve(null)))
  return {
    ...(stdin.tty && { tty: stdin.tty }),
    read: () => (signal.aborted ? Promise.resolve(null) : Promise.race([stdin.read(), aborted])),
    close: () => stdin.close(),
  }
}

/** `env`, `env -i`, `env X=1 command`. */
export const env = tool(
  {
    flags: 'i0',
    values: 'uC',
    ordered: true,
    usage: 125,
    long: { 'ignore-environment': 'i', 'unset=': 'u', 'chdir=': 'C' },
  },
  async run => {
    const environment: Record<string, string> = run.options.has('i') ? {} : { ...run.env }
    for (const name of run.options.values('u')) delete environment[name]
    const rest = [...run.options.rest]
    while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) {
      const [assignment] = rest.splice(0, 1)
      const at = assignment!.indexOf('=')
      environment[assignment!.slice(0, at)] = assignment!.slice(at + 1)
    }
    if (rest.length > 0) return spawn(run, rest, { env: environment })
    for (const [name, value] of Object.entries(environment)) await run.stdout.write(`${name}=${value}\n`)
    return undefined
  },
)

export const printenv = tool({ flags: '0' }, async ({ env: environment, options, stdout }) => {
  if (options.rest.length === 0)
    for (const [name, value] of Object.entries(environment)) await stdout.write(`${name}=${value}\n`)
  let status = 0
  for (const name of options.rest) {
    if (environment[name] === undefined) status = 1
    else await stdout.write(`${environment[name]}\n`)
  }
  return status
})

export const nohup = tool({ ordered: true }, run => spawn(run, run.options.rest))

/** `sudo command`: on this machine there is nothing that needs it. */
export const sudo = tool({ flags: 'EHnSik', values: 'u', ordered: true }, run =>
  run.options.rest.length === 0 ? Promise.resolve(1) : spawn(run, run.options.rest),
)

/** `xargs`: the words of stdin as arguments; `-I`, `-n`, `-d`, `-0`, `-r`, `-t`. */
export const xargs = tool(
  {
    flags: '0rtxp',
    values: 'nILdPs',
    ordered: true,
    long: {
      null: '0',
      'no-run-if-empty': 'r',
      'max-args=': 'n',
      'replace=': 'I',
      'delimiter=': 'd',
      verbose: 't',
      'max-procs=': 'P',
    },
  },
  async run => {
    const { options } = run
    const text = await readText(run.stdin, limits.substitution)
    const placeholder = options.value('I')
    const words = wordsOf(run, text, placeholder !== undefined)
    const command = options.rest.length > 0 ? [...options.rest] : ['echo']
    const size =
      placeholder === undefined ? Math.max(1, Number(options.value('n') ?? options.value('L') ?? 5000)) : 1
    const batches: string[][] = []
    for (let at = 0; at < words.length; at += size) batches.push(words.slice(at, at + size))
    if (batches.length === 0 && !options.has('r') && placeholder === undefined) batches.push([])
    let status = 0
    for (const batch of batches) {
      if (run.signal.aborted) return undefined
      const argv =
        placeholder === undefined
          ? [...command, ...batch]
          : command.map(word => word.replaceAll(placeholder, batch[0]!))
      if (options.has('t')) await run.stderr.write(`${argv.join(' ')}\n`)
      const ended = await spawn(run, argv, { stdin: { read: async () => null, close() {} } })
      if (ended === 127) return 127
      if (ended === 255) return 124
      if (ended !== 0) status = 123
    }
    return status
  },
)

function wordsOf({ options }: Run, text: string, lines: boolean): string[] {
  const delimiter = options.has('0')
    ? '\0'
    : options.value('d')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0')
  if (delimiter !== undefined) {
    const parts = text.split(delimiter)
    if (parts.at(-1) === '' || parts.at(-1) === '\n') parts.pop()
    return parts
  }
  if (lines || options.has('L'))
    return text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
  return (text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []).map(word =>
    word.replace(
      /"([^"]*)"|'([^']*)'|\\(.)/g,
      (_, double, single, escaped) => double ?? single ?? escaped ?? '',
    ),
  )
}

/** `watch command`: again every two seconds, on a screen of its own, until Ctrl-C. */
export const watch = tool(
  {
    flags: 'dtbecgx',
    values: 'n',
    ordered: true,
    long: { 'interval=': 'n', differences: 'd', 'no-title': 't' },
  },
  async run => {
    const { options, stdout, signal, env: environment } = run
    const interval = Math.max(0.1, Number(options.value('n') ?? 2) || 2)
    if (options.rest.length === 0) {
      await run.stderr.write('Usage: watch [options] command\n')
      return 1
    }
    const command = options.rest.join(' ')
    while (!signal.aborted) {
      const rows = stdout.tty?.size.rows ?? 24
      const columns = stdout.tty?.size.columns ?? 80
      const shown = collect(rows * 400)
      const shell = run.spawn?.(['bash', '-c', command], { stdout: shown, stderr: shown })
      if (shell) await shell
      else await spawn(run, options.rest, { stdout: shown, stderr: shown })
      const title = options.has('t')
        ? ''
        : `${titleLine(`Every ${interval.toFixed(1)}s: ${command}`, `${environment.HOSTNAME ?? ''}: ${new Date().toUTCString()}`, columns)}\n\n`
      const body = shown
        .text()
        .split('\n')
        .slice(0, rows - (title ? 3 : 1))
        .join('\n')
      await stdout.write(`\x1b[H\x1b[2J${title}${body}`)
      await pause(interval * 1000, signal)
    }
    await stdout.write('\n')
    return undefined
  },
)

function titleLine(left: string, right: string, columns: number): string {
  const room = columns - left.length - right.length
  return room > 0 ? left + ' '.repeat(room) + right : left.slice(0, columns)
}

/** What fits on a screen; the rest is forgotten. */
function collect(limit: number): Output & { text(): string } {
  let text = ''
  const decoder = new TextDecoder()
  return {
    async write(chunk) {
      if (text.length < limit)
        text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    },
    text: () => text,
  }
}

/** `which name`: where a program would be found. */
export const which = tool({ flags: 'as' }, async run => {
  let status = 0
  for (const name of run.options.rest) {
    if (run.finds?.(name)) await run.stdout.write(`${await placeOf(run, name)}\n`)
    else status = 1
  }
  return status
})

/** The first directory of PATH that has it, if any shows it. */
async function placeOf({ env, files }: Run, name: string): Promise<string> {
  for (const directory of (env.PATH ?? '').split(':')) {
    const path = `${directory}/${name}`
    const found = await files.stat(path).catch(() => undefined)
    if (found?.kind === 'file') return path
  }
  return `/usr/bin/${name}`
}
