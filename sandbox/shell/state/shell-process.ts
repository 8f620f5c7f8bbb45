import type { Signal } from '../../process'

/**
 * One shell process: the shell itself, or a subshell of it. A signal reaches the programs and the subshells that run
 * in its foreground, and waits here for the interpreter to see it between two commands.
 */
export class ShellProcess {
  /** The signal that the interpreter has not seen yet. */
  pending: Signal | undefined
  readonly #running = new Set<AbortController>()
  readonly #children = new Set<ShellProcess>()

  kill(signal: Signal): void {
    this.pending ??= signal
    for (const controller of [...this.#running]) controller.abort(signal)
    for (const child of [...this.#children]) child.kill(signal)
  }

  /** A subshell that gets this process' signals until `ended` is called. */
  fork(): { child: ShellProcess; ended: () => void } {
    const child = new ShellProcess()
    this.#children.add(child)
    return { child, ended: () => void this.#children.delete(child) }
  }

  /** Runs something that a signal interrupts. */
  async run<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    if (this.pending) controller.abort(this.pending)
    this.#running.add(controller)
    try {
      return await work(controller)
    } finally {
      this.#running.delete(controller)
      // Whatever it still reads must not take a byte from who reads next.
      controller.abort('SIGHUP')
    }
  }
}
