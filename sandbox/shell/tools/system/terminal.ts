import type { Tty } from '../../../process'
import { type Run, tool } from '../tool'

const ttyOf = ({ stdin, stdout, stderr }: Run): Tty | undefined => stdin.tty ?? stderr.tty ?? stdout.tty

/** `stty`: tells the size; what would change the terminal is accepted, since the shell sets it up for each command. */
export const stty = tool({ flags: 'ag', ordered: true }, async run => {
  const terminal = run.stdin.tty
  if (!terminal) {
    await run.stderr.write("stty: 'standard input': Inappropriate ioctl for device\n")
    return 1
  }
  const { rows, columns } = terminal.size
  if (run.options.rest[0] === 'size') await run.stdout.write(`${rows} ${columns}\n`)
  else if (run.options.has('a') || run.argv.length === 1) {
    const size = run.options.has('a') ? ` rows ${rows}; columns ${columns};` : ''
    await run.stdout.write(`speed 38400 baud;${size} line = 0;\n`)
  }
  return 0
})

/** Escape sequences of xterm-256color by terminfo name. */
const capabilities: Readonly<Record<string, (...numbers: number[]) => string>> = {
  bold: () => '\x1b[1m',
  civis: () => '\x1b[?25l',
  clear: () => '\x1b[H\x1b[2J\x1b[3J',
  cnorm: () => '\x1b[?25h',
  colors: () => '256\n',
  cup: (row = 0, column = 0) => `\x1b[${row + 1};${column + 1}H`,
  dim: () => '\x1b[2m',
  ed: () => '\x1b[J',
  el: () => '\x1b[K',
  home: () => '\x1b[H',
  reset: () => '\x1bc',
  rev: () => '\x1b[7m',
  rmso: () => '\x1b[27m',
  rmul: () => '\x1b[24m',
  setab: (colour = 0) => `\x1b[48;5;${colour}m`,
  setaf: (colour = 0) => `\x1b[38;5;${colour}m`,
  sgr0: () => '\x1b(B\x1b[m',
  smso: () => '\x1b[7m',
  smul: () => '\x1b[4m',
}

export const tput = tool({ values: 'T', ordered: true, usage: 2 }, async run => {
  const [name = '', ...parameters] = run.options.rest
  const size = ttyOf(run)?.size ?? { columns: 80, rows: 24 }
  if (name === 'cols') await run.stdout.write(`${size.columns}\n`)
  else if (name === 'lines') await run.stdout.write(`${size.rows}\n`)
  else if (Object.hasOwn(capabilities, name))
    await run.stdout.write(capabilities[name]!(...parameters.map(Number)))
  else {
    await run.stderr.write(
      name ? `tput: unknown terminfo capability '${name}'\n` : 'usage: tput [-T term] capname [parameters]\n',
    )
    return name ? 4 : 2
  }
  return 0
})
