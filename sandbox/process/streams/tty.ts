import type { Disposable } from '../disposable'
import type { Signal } from '../process'

export interface WindowSize {
  readonly columns: number
  readonly rows: number
}

/** A terminal as a program sees it (termios in small). */
export interface Tty {
  readonly size: WindowSize
  /** Whether text stands on the cursor's row: the output so far did not end its last line. */
  readonly lineBegun: boolean
  onResize(listener: (size: WindowSize) => void): Disposable
  /**
   * Raw: bytes arrive as typed, nothing is echoed, Ctrl-C is byte 3. Cooked (the default): lines with echo and
   * erase, Ctrl-C sends SIGINT to the foreground program, Ctrl-D on an empty line ends the input. With raw input and
   * cooked output (OPOST, which a line editor leaves on for what runs in the background) `\n` prints as `\r\n`.
   */
  setRaw(raw: boolean, output?: 'raw' | 'cooked'): void
  /**
   * Takes the terminal's signals until disposed (tcsetpgrp in small): Ctrl-C in cooked mode is `SIGINT`, a lost
   * line `SIGHUP`. The last taker gets them (all of them `SIGHUP`): an interactive shell hands them to what runs in
   * its foreground.
   */
  takeSignals(listener: (signal: Signal) => void): Disposable
}
