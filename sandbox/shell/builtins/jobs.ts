import type { Signal } from '../../process'
import { runNamed } from '../interpreter/run-program'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { Job } from '../state/jobs'
import { checkSignals } from '../state/signals'
import { type Builtin, splitOptions } from './builtin'

const signalNumbers: Readonly<Record<string, Signal>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  9: 'SIGKILL',
  13: 'SIGPIPE',
  15: 'SIGTERM',
}

const signalNames = new Set<string>(Object.values(signalNumbers))

/** A signal by number or name, with or without SIG. */
export function signalOf(text: string): Signal | undefined {
  const name = text.toUpperCase()
  return (
    signalNumbers[name] ??
    ([name, `SIG${name}`].find(candidate => signalNames.has(candidate)) as Signal | undefined)
  )
}

function stateOf(job: Job): string {
  if (job.status === undefined) return 'Running'
  if (job.signal === 'SIGTERM') return 'Terminated'
  if (job.signal === 'SIGKILL') return 'Killed'
  return job.status === 0 ? 'Done' : `Exit ${job.status}`
}

/** A job as `jobs` shows it: `[1]+  Running                 sleep 5 &`. */
export function describeJob(context: Context, job: Job): string {
  const running = job.status === undefined
  return `[${job.number}]${context.jobs.mark(job)}  ${stateOf(job).padEnd(24)}${job.command}${running ? ' &' : ''}\n`
}

const jobs: Builtin = async (context, args) => {
  const { options } = splitOptions(args, 'lprs')
  for (const job of [...context.jobs.all]) {
    if (options.has('r') && job.status !== undefined) continue
    await context.print(options.has('p') ? `${job.pid}\n` : describeJob(context, job))
    if (job.status !== undefined) context.jobs.remove(job)
  }
  return 0
}

/** Waits for a job; a signal ends the waiting, not the job. */
async function waitFor(context: Context, job: Job): Promise<number> {
  const status = await context.process.run(
    controller =>
      new Promise<number | undefined>((resolve, reject) => {
        controller.signal.addEventListener('abort', () => resolve(undefined))
        if (controller.signal.aborted) resolve(undefined)
        job.ended.then(resolve, reject)
      }),
  )
  if (status === undefined) return 130
  context.jobs.remove(job)
  return status
}

const wait: Builtin = async (context, args) => {
  const { rest, options } = splitOptions(args, 'fnp')
  const all = context.jobs.all
  if (rest.length === 0) {
    let status = 0
    if (options.has('n')) {
      const first = all[0]
      return first ? waitFor(context, first) : 127
    }
    for (const job of [...all]) {
      status = await waitFor(context, job)
      if (context.process.pending) return status
    }
    return 0
  }
  let status = 0
  for (const name of rest) {
    const job = context.jobs.find(name)
    if (job) {
      status = await waitFor(context, job)
    } else {
      await context.report(
        name.startsWith('%')
          ? `wait: ${name}: no such job`
          : `wait: pid ${name} is not a child of this shell`,
      )
      status = 127
    }
  }
  return status
}

const kill: Builtin = async (context, args) => {
  if (args[0] === '-l' || args[0] === '-L') {
    await context.print('HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n')
    return 0
  }
  let signal: Signal = 'SIGTERM'
  const targets: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    const name =
      arg === '-s' || arg === '-n' ? args[++at] : /^-[A-Za-z0-9]+$/.test(arg) ? arg.slice(1) : undefined
    if (name === undefined) {
      if (arg !== '--') targets.push(arg)
      continue
    }
    const known = signalOf(name)
    if (!known && name !== '0') throw new ShellError(`kill: ${name}: invalid signal specification`)
    if (known) signal = known
  }
  if (targets.length === 0)
    throw new ShellError(
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
      2,
    )
  let status = 0
  for (const target of targets) status = (await killOne(context, args, target, signal)) || status
  return status
}

async function killOne(
  context: Context,
  args: readonly string[],
  target: string,
  signal: Signal,
): Promise<number> {
  const job = context.jobs.find(target)
  if (job) {
    if (job.status === undefined) job.signal = signal
    job.process.kill(signal)
    return 0
  }
  if (target === String(context.pid)) {
    // An interactive shell ignores SIGTERM.
    if (signal !== 'SIGTERM' || !context.session.interactive) await killShell(context, signal)
    return 0
  }
  if (/^\d+$/.test(target) && context.session.programs('kill'))
    return runNamed(context, ['kill', ...args.filter(arg => arg.startsWith('-')), target])
  const reason = target.startsWith('%')
    ? 'no such job'
    : /^-?\d+$/.test(target)
      ? `(${target}) - No such process`
      : 'arguments must be process or job IDs'
  await context.report(reason.startsWith('(') ? `kill: ${reason}` : `kill: ${target}: ${reason}`)
  return 1
}

/** What the shell has no trap for ends it there and then, even in its last command. */
async function killShell(context: Context, signal: Signal): Promise<void> {
  const { process, traps } = context.main
  if (traps.has(signal)) process.pending ??= signal
  else process.kill(signal)
  await checkSignals(context)
}

const foreground: Builtin = async (context, args) => {
  const job = context.jobs.find(args[0] ?? '%+')
  if (!job) throw new ShellError(`fg: ${args[0] ?? 'current'}: no such job`)
  await context.print(`${job.command}\n`)
  const status = await waitFor(context, job)
  // Ctrl-C in the foreground means the job.
  if (context.process.pending) job.process.kill(context.process.pending)
  return status
}

const background: Builtin = async (context, args) => {
  const job = context.jobs.find(args[0] ?? '%+')
  if (!job) throw new ShellError(`bg: ${args[0] ?? 'current'}: no such job`)
  throw new ShellError(`bg: job ${job.number} already in background`)
}

const disown: Builtin = (context, args) => {
  const job = context.jobs.find(args[0] ?? '%+')
  if (job) context.jobs.remove(job)
  return 0
}

export const jobBuiltins: Readonly<Record<string, Builtin>> = {
  jobs,
  wait,
  kill,
  fg: foreground,
  bg: background,
  disown,
}
