import type { Signal } from '../../process'

/** `break n`, `continue n`. */
export class LoopJump extends Error {
  constructor(
    readonly kind: 'break' | 'continue',
    public levels: number,
  ) {
    super(kind)
  }
}

/** `return n`. */
export class FunctionReturn extends Error {
  constructor(readonly status: number) {
    super('return')
  }
}

/** `exit n`, or `set -e` at work: this shell process ends. */
export class ShellExit extends Error {
  constructor(readonly status: number) {
    super('exit')
  }
}

/** A signal ended what was running. */
export class Interrupted extends Error {
  constructor(readonly signal: Signal) {
    super(signal)
  }
}

/**
 * A command cannot go on: its message is printed behind the shell's name and its status is `status`. `fatal` errors
 * (an expansion that failed) end a script, and the line in an interactive shell.
 */
export class ShellError extends Error {
  constructor(
    message: string,
    readonly status = 1,
    readonly fatal = false,
  ) {
    super(message)
    this.name = 'ShellError'
  }
}
