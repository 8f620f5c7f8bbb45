import { setTimeout as sleep } from 'node:timers/promises'
import type { Input, Output, Pty, Tty } from '../process'
import { runningIn } from './running-in'

export type ShellStreams = {
  stdin: Input
  stdout: Output
  stderr: Output
  tty: Pick<Tty, 'size' | 'onResize'>
}
/** Runs a shell on another machine until it ends. Answers its exit status; rejects when the machine is not reached. */
export type RemoteShell = (streams: ShellStreams, signal: AbortSignal) => Promise<number>

/** Milliseconds before a shell that was lost (or ended at once) is followed by another; doubled for each further one. */
const firstPause = 500
const longestPause = 30_000

/**
 * Runs shells of another machine in a terminal, one after the other: whoever types `exit` gets a new one, and so does
 * whose connection is lost. Keys and bytes pass as they are: line editing, echo and signals are the other machine's.
 */
export async function runRemoteShells(
  shell: RemoteShell,
  pty: Pty,
  running: (line: string | null) => void,
): Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const hangUps = pty.tty.takeSignals(name => {
    if (name === 'SIGHUP') ending.abort()
  })
  pty.tty.setRaw(true)
  const say = (words: string) => pty.stdout.write(`\r\n\x1b[2m${words}\x1b[0m\r\n`)
  for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    const begun = Date.now()
    const over = new AbortController()
    const stdin = pty.stdin.lend(AbortSignal.any([signal, over.signal]))
    const stdout = runningIn(pty.stdout, running)
    try {
      await shell({ stdin, stdout, stderr: stdout, tty: pty.tty }, signal)
    } catch (error) {
      if (!signal.aborted)
        await say(`The toolbox is not reached (${(error as Error).message}). Trying again; files are kept.`)
    } finally {
      over.abort()
      running(null)
    }
    if (Date.now() - begun > longestPause) pause = firstPause
    if (Date.now() - begun < firstPause * 2)
      await sleep(pause, undefined, { signal, ref: false }).catch(() => {})
    else pause = firstPause
  }
  hangUps.dispose()
}
