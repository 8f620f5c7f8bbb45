import type { ContainerProgram } from '../machine'
import type { ProcessEntry } from '../process-table'

const title = ({ argv, title }: ProcessEntry) => title ?? argv.join(' ')

/** busybox ps: every process, whatever the options. */
export const busyboxPs: ContainerProgram = async ({ stdout }, { processes }) => {
  await stdout.write('PID   USER     TIME  COMMAND\n')
  for (const entry of processes.list())
    await stdout.write(`${String(entry.pid).padStart(5)} ${entry.user.padEnd(8)}  0:00 ${title(entry)}\n`)
  return 0
}

const started = '00:00:00'

/** procps ps, in its plain, `-ef` and `aux` forms. */
export const procpsPs: ContainerProgram = async ({ argv, stdout }, { processes }) => {
  const options = argv.slice(1).join('')
  const [head, row] = formats[options.includes('f') ? 'full' : options.includes('u') ? 'user' : 'plain']
  await stdout.write(`${head}\n`)
  for (const entry of processes.list()) await stdout.write(`${row(entry)}\n`)
  return 0
}

type Format = readonly [head: string, row: (entry: ProcessEntry) => string]

const formats: Readonly<Record<'plain' | 'full' | 'user', Format>> = {
  plain: [
    '    PID TTY          TIME CMD',
    ({ pid, argv }) => `${String(pid).padStart(7)} ?        ${started} ${argv[0]?.split('/').at(-1)}`,
  ],
  full: [
    'UID          PID    PPID  C STIME TTY          TIME CMD',
    entry =>
      `${entry.user.padEnd(8)} ${String(entry.pid).padStart(7)} ${'0'.padStart(7)}  0 00:00 ?        ${started} ${title(entry)}`,
  ],
  user: [
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    entry =>
      `${entry.user.padEnd(8)} ${String(entry.pid).padStart(7)}  0.0  0.0  10260  7044 ?        Ss   00:00   0:00 ${title(entry)}`,
  ],
}
