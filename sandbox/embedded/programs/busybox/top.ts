import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { loadAverage } from '../system/machine-state'
import { pause } from '../until-aborted'

/** busybox top: what runs in the container, over and over (`-n` times). */
export const top: ContainerProgram = async ({ argv, stdout, signal }, { processes }) => {
  const options = parseOptions(argv.slice(1), { short: 'bHmn:d:' })
  const rounds = options.has('n') ? Number(options.value('n')) : Number.POSITIVE_INFINITY
  const wait = Number(options.value('d') ?? 5) * 1_000
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    if (round > 0) await pause(wait, signal)
    const list = processes.list()
    const rows = list.map(
      ({ pid, user, argv: command }) =>
        `${String(pid).padStart(5)} ${String(pid === 1 ? 0 : 1).padStart(5)} ${user.padEnd(8)} S     4416  0.1   0  0.0 ${command.join(' ')}`,
    )
    await stdout.write(
      [
        ...(stdout.tty && !options.has('b') ? ['\x1b[H\x1b[J'] : []),
        'Mem: 2612956K used, 1402316K free, 9240K shrd, 61204K buff, 1398876K cached',
        'CPU:  1.2% usr  0.8% sys  0.0% nic 97.9% idle  0.0% io  0.0% irq  0.0% sirq',
        `Load average: ${loadAverage} 1/${200 + list.length} ${list.at(-1)?.pid ?? 1}`,
        '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
        ...rows,
        '',
      ].join('\n'),
    )
  }
  return 0
}
