import type { Signal } from '../../../process'
import type { ContainerProgram } from '../machine'

const signals: Readonly<Record<string, Signal>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  9: 'SIGKILL',
  13: 'SIGPIPE',
  15: 'SIGTERM',
  HUP: 'SIGHUP',
  INT: 'SIGINT',
  KILL: 'SIGKILL',
  PIPE: 'SIGPIPE',
  TERM: 'SIGTERM',
}

/** kill(1): processes of the own container only. */
export const kill: ContainerProgram = async ({ argv, stderr }, { processes }) => {
  const args = argv.slice(1)
  let signal: Signal | undefined = 'SIGTERM'
  let probing = false
  if (args[0]?.startsWith('-') && args[0] !== '--') {
    const option = args.shift()!.slice(1)
    const name = option === 's' ? (args.shift() ?? '') : option
    probing = name === '0'
    signal = signals[name.toUpperCase().replace(/^SIG/, '')]
    if (!signal && !probing) {
      await stderr.write(`kill: bad signal name '${name}'\n`)
      return 1
    }
  }
  let status = 0
  for (const text of args.filter(argument => argument !== '--')) {
    const pid = Number(text)
    const target = processes.find(pid)
    if (target) {
      if (signal && !probing) target.kill(signal)
      continue
    }
    status = 1
    const why = Number.isInteger(pid) ? `can't kill pid ${pid}: No such process` : `invalid number '${text}'`
    await stderr.write(`kill: ${why}\n`)
  }
  return status
}
