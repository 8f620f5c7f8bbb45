import type { FileSystem } from './files/files'
import type { Tty } from './streams/tty'

/**
 * The readable end of a byte stream. One reader at a time.
 * `read` waits for the next chunk and answers `null` at the end of the stream, for ever after.
 */
export interface Input {
  read(): Promise<Uint8Array | null>
  /** Tells the writer that nobody reads any more: its next write rejects with `BrokenPipe`. */
  close(): void
  /** The terminal behind this stream, if it is one (what isatty(3) asks). */
  readonly tty?: Tty
}

/** The writable end of a byte stream. Strings are UTF-8. `write` resolves when there is room for more. */
export interface Output {
  /** Rejects with `BrokenPipe` when the reader is gone. */
  write(chunk: Uint8Array | string): Promise<void>
  readonly tty?: Tty
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGHUP' | 'SIGPIPE'

/**
 * What a running program sees of the world. The learner's commands (`kubectl`, `grep`) and the programs in a pod
 * (`wget`, `nc`) are both programs of this one kind; what else they need (a Kubernetes client, a network) is given
 * to them by whoever makes them.
 */
export interface Process {
  /** `argv[0]` is the name as typed. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly files: FileSystem
  /** Aborted by a signal; `signal.reason` is the `Signal`. A program ends soon after; its caller reports 128 + n. */
  readonly signal: AbortSignal
  /**
   * Runs another program, found where this one was (what `xargs`, `timeout`, `env` do), with this one's streams,
   * environment and signal but for `changes`. `undefined`: there is no such program. Given by whoever has a table of
   * programs: a shell, a container (`withSpawn`).
   */
  readonly spawn?: (
    argv: readonly string[],
    changes?: Partial<Pick<Process, 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'signal'>>,
  ) => Promise<number> | undefined
  /** Whether `spawn` finds a program of this name. */
  readonly finds?: (name: string) => boolean
}

/** Runs to the end and answers the exit status (0 to 255). */
export type Program = (process: Process) => Promise<number>

/** Finds a program by the name typed, or nothing ("command not found"). */
export type ProgramTable = (name: string) => Program | undefined

/** The exit status of a program ended by a signal: 128 + its number (POSIX shells). */
export const signalStatus: Readonly<Record<Signal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGKILL: 137,
  SIGPIPE: 141,
  SIGTERM: 143,
}

/** The reader of a stream went away (EPIPE). */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe')
    this.name = 'BrokenPipe'
  }
}
