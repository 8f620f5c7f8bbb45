import type { Disposable, FileSystem, WindowSize } from '../process'
import type { ApiAccess } from '../provider'
import type { RemoteShell } from './remote-shells'

/** Things a terminal tells its viewers beside the bytes on its screen. */
export type TerminalEvent =
  /** Bytes for the screen. `sequence` counts chunks from 1. */
  | { type: 'output'; sequence: number; data: string }
  /** The whole screen as of `sequence` (escape sequences to paint it), for a viewer who missed too much. */
  | { type: 'screen'; sequence: number; data: string; columns: number; rows: number }
  /** Input up to here is taken over; a viewer need not send it again. */
  | { type: 'accepted'; viewer: string; sequence: number }
  | { type: 'size'; columns: number; rows: number }
  /** Words beside the terminal: `silent` (a connection silent for 3 s), `no-resources`, and when it is over. */
  | { type: 'note'; note: 'silent' | 'no-resources' | 'none'; params: Record<string, string> }
  /** `vi`, `nano`, `kubectl edit`: open this file in the page's editor; the program waits for `edited`. */
  | { type: 'edit'; edit: string; path: string; text: string }
  /** A command line began or ended. */
  | { type: 'running'; command: string | null }

export type Viewer = {
  /** Names the viewer, so that its numbered input is taken exactly once. */
  id: string
  /** The last `output` sequence it has; everything since is sent again, or a `screen`. */
  after?: number
  send: (event: TerminalEvent) => void
}

export interface Attachment extends Disposable {
  /** `sequence` numbers a viewer's inputs from 1; an input seen before is dropped. */
  input(sequence: number, data: string): void
  resize(size: WindowSize): void
  /** The editor closed: `text` is the new content, or null when it was given up. */
  edited(edit: string, text: string | null): void
}

/**
 * A learner's shell with its screen. It outlives its viewers; any number attach. After a server restart it has the
 * same directory, history, environment and functions, and a new prompt.
 */
export interface Terminal extends Disposable {
  readonly id: string
  attach(viewer: Viewer): Attachment
  /** The command line that runs now; null at a prompt. */
  readonly running: string | null
  /** Types a command line and runs it, as if the learner had. */
  run(line: string): void
}

export type TerminalOptions = {
  id: string
  access: ApiAccess
  /** The learner's files; home is /home/learner, kubeconfig at /home/learner/.kube/config. */
  files: FileSystem
  /** Runs shells on another machine; without it they are ours. */
  shell?: RemoteShell
  /** Where directory, environment, functions, history are kept over a restart. */
  state: { load(): TerminalState | undefined; save(state: TerminalState): void }
}

export type TerminalState = {
  cwd: string
  env: Record<string, string>
  functions: Record<string, string>
  history: string[]
}
