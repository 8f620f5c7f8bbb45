import type { ExecStreams } from '../../../client'
import type { Invocation } from '../invocation'

export type ConnectOptions = {
  stdin: boolean
  tty: boolean
  quiet?: boolean
  run: (streams: ExecStreams) => Promise<number>
}

/** Gives a session in a container our own streams; the terminal is raw for as long as it lasts. */
export async function connect(
  invocation: Invocation,
  { stdin, tty, quiet, run }: ConnectOptions,
): Promise<number> {
  const { process } = invocation
  const terminal = stdin && tty ? process.stdin.tty : undefined
  if (stdin && tty && !terminal && !quiet) {
    await invocation.err('Unable to use a TTY - input is not a terminal or the right kind of file\n')
  }
  terminal?.setRaw(true)
  try {
    return await run({
      stdin: stdin ? process.stdin : undefined,
      stdout: process.stdout,
      stderr: process.stderr,
      tty: terminal,
    })
  } finally {
    terminal?.setRaw(false)
  }
}
