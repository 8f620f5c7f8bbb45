import type { Disposable } from './disposable'

export interface WindowSize {
  readonly columns: number
  readonly rows: number
}

/** A terminal as a program sees it (termios in small). */
export interface Tty {
  readonly size: WindowSize
  onResize(listener: (size: WindowSize) => void): Disposable
  /**
   * Raw: bytes arrive as typed, nothing is echoed, Ctrl-C is byte 3. Cooked (the default): lines with echo and
   * erase, Ctrl-C sends SIGINT to the foreground program, Ctrl-D on an empty line ends the input.
   */
  setRaw(raw: boolean): void
}
