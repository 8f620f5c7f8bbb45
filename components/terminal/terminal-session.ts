import { ReconnectingSocket, type SocketState, socketUrl } from '@/components/live/reconnecting-socket'
import type { TerminalClientMessage, TerminalServerMessage } from '@/protocol'
import { protocolVersion } from '@/protocol/version'
import { leaveUnsentInput, takeUnsentInput, type UnsentInput } from './unsent-input'

type Of<Type extends TerminalServerMessage['type']> = Extract<TerminalServerMessage, { type: Type }>

export type TerminalNote = Pick<Of<'note'>, 'note' | 'params'>

export type TerminalSessionState = {
  connection: SocketState
  running: string | null
  note: TerminalNote
  /** What the server says when it will not go on (an older page, an ended sandbox). */
  refused: string | null
}

export type TerminalScreen = {
  /** Bytes to write; `whole` replaces what is on the screen. */
  write: (data: string, whole: boolean) => void
  /** Another viewer set the size. */
  resize: (columns: number, rows: number) => void
}

const longestInput = 32_768

/**
 * A viewer of a terminal: input is numbered and kept until the server has accepted it, output is resumed by its
 * sequence, so that a lost connection or a reload loses no key and paints nothing twice.
 */
export class TerminalSession {
  private state: TerminalSessionState = {
    connection: 'connecting',
    running: null,
    note: { note: 'none', params: {} },
    refused: null,
  }
  private readonly listeners = new Set<() => void>()
  private unsent: UnsentInput
  private seen: number | undefined
  private size: { columns: number; rows: number } | undefined
  private readonly editsSeen = new Set<string>()
  private readonly editsToTell: { edit: string; text: string | null }[] = []
  private socket: ReconnectingSocket | undefined
  private screen: TerminalScreen | undefined
  onEdit: ((edit: Of<'edit'>) => void) | undefined

  /** `path`: e.g. `sandboxes/<id>/terminals/<name>`, below `/ws/`. */
  constructor(
    private readonly path: string,
    private readonly stillThere: () => Promise<boolean>,
    private readonly storage: Storage = window.sessionStorage,
  ) {
    this.unsent = takeUnsentInput(path, storage)
  }

  /** Attaches with this size and paints on this screen; returns how to stop. */
  start(size: { columns: number; rows: number }, screen: TerminalScreen): () => void {
    this.size = size
    this.screen = screen
    const socket = new ReconnectingSocket({
      url: socketUrl(`/ws/${this.path}`),
      stillThere: this.stillThere,
      onOpen: () => this.attach(),
      onMessage: data => this.receive(JSON.parse(data) as TerminalServerMessage),
      onState: connection => this.set({ connection }),
    })
    this.socket = socket
    socket.start()
    const leave = () => leaveUnsentInput(this.path, this.storage, this.unsent)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
      socket.dispose()
    }
  }

  /** Types: kept, numbered and sent now or when there is a connection. */
  input(data: string): void {
    for (let at = 0; at < data.length; at += longestInput) {
      const piece = { sequence: this.unsent.sequence + 1, data: data.slice(at, at + longestInput) }
      this.unsent = {
        ...this.unsent,
        sequence: piece.sequence,
        pending: [...this.unsent.pending, piece],
      }
      this.send({ type: 'input', ...piece })
    }
  }

  resize(columns: number, rows: number): void {
    if (this.size?.columns === columns && this.size.rows === rows) return
    this.size = { columns, rows }
    this.send({ type: 'resize', columns, rows })
  }

  /** The editor closed a file that a program in the terminal waits for. */
  edited(edit: string, text: string | null): void {
    if (!this.send({ type: 'edited', edit, text })) this.editsToTell.push({ edit, text })
  }

  dismissNote(): void {
    this.set({ note: { note: 'none', params: {} } })
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  snapshot = (): TerminalSessionState => this.state

  private attach() {
    this.send({
      type: 'attach',
      version: protocolVersion,
      viewer: this.unsent.viewer,
      after: this.seen,
      columns: this.size?.columns ?? 80,
      rows: this.size?.rows ?? 24,
    })
    for (const piece of this.unsent.pending) this.send({ type: 'input', ...piece })
    for (const edited of this.editsToTell.splice(0)) this.send({ type: 'edited', ...edited })
  }

  private send(message: TerminalClientMessage): boolean {
    return this.socket?.send(message) ?? false
  }

  private receive(message: TerminalServerMessage) {
    switch (message.type) {
      case 'output':
        if (this.seen !== undefined && message.sequence <= this.seen) return
        this.seen = message.sequence
        return this.screen?.write(message.data, false)
      case 'screen':
        this.seen = message.sequence
        return this.screen?.write(message.data, true)
      case 'accepted':
        if (message.viewer !== this.unsent.viewer) return
        this.unsent = {
          ...this.unsent,
          pending: this.unsent.pending.filter(piece => piece.sequence > message.sequence),
        }
        return
      case 'size':
        return this.screen?.resize(message.columns, message.rows)
      case 'note':
        return this.set({ note: { note: message.note, params: message.params } })
      case 'edit':
        // Told again to each viewer that attaches; what the learner has typed since must not be replaced.
        if (this.editsSeen.has(message.edit)) return
        this.editsSeen.add(message.edit)
        return this.onEdit?.(message)
      case 'running':
        return this.set({ running: message.command })
      case 'refused':
        this.set({ refused: message.text })
        return this.socket?.giveUp()
    }
  }

  private set(part: Partial<TerminalSessionState>) {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}
