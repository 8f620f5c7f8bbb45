import { Mailbox } from './mailbox'

/** `tasks` and `lesson` share a tab on a narrow screen. */
export type Pane = 'lesson' | 'terminal' | 'editor' | 'reachability'

/** `run` presses Enter after typing. */
export type TerminalRequest = { command: string; run: boolean }

/** A program in the terminal (`vi`, `kubectl edit`) that waits for a file. */
export type Waiting = {
  /** Called with the saved text, or null when the learner gave up. */
  finish: (text: string | null) => void
  /** Aborted when the program has ended by itself (Ctrl-C). */
  over: AbortSignal
}

/** A file to open. With `text` it begins with that text, unsaved. */
export type EditorRequest = { path: string; text?: string; waiting?: Waiting }

export type WorkbenchView = {
  /** What is seen on a narrow screen. */
  pane: Pane
  /** Which of the two shares the upper right on a wide one. */
  tool: 'terminal' | 'editor'
}

/** What the panes ask of each other: the lesson types into the terminal, the terminal opens the editor. */
export class Workbench {
  readonly terminal = new Mailbox<TerminalRequest>()
  readonly editor = new Mailbox<EditorRequest>()
  private current: WorkbenchView = { pane: 'lesson', tool: 'terminal' }
  private readonly listeners = new Set<() => void>()

  show(pane: Pane): void {
    const tool = pane === 'terminal' || pane === 'editor' ? pane : this.current.tool
    if (pane === this.current.pane && tool === this.current.tool) return
    this.current = { pane, tool }
    for (const listener of this.listeners) listener()
  }

  /** Types a command and runs it. */
  run(command: string): void {
    this.show('terminal')
    this.terminal.send({ command, run: true })
  }

  /** Types a command and leaves Enter to the learner. */
  type(command: string): void {
    this.show('terminal')
    this.terminal.send({ command, run: false })
  }

  open(request: EditorRequest): void {
    this.show('editor')
    this.editor.send(request)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  view = (): WorkbenchView => this.current
}
