import { SerializeAddon } from '@xterm/addon-serialize'
import headless from '@xterm/headless'
import type { Disposable, WindowSize } from '../../process'
import { OutputLog } from './output-log'

/** Lines above the screen that a viewer gets back. */
const scrollback = 1000

/** Bytes that wait to be shown before who prints has to wait. */
const mostPending = 65_536

/** At most this many bytes are shown in `floodPause` ms: nobody reads faster, and everybody shares the thread. */
const flood = 131_072
const floodPause = 50

export type ScreenEvent =
  | { type: 'output'; sequence: number; data: string }
  | { type: 'screen'; sequence: number; data: string; columns: number; rows: number }

type Viewer = { send: (event: ScreenEvent) => void; ready: boolean }

/**
 * What a terminal shows, for any number of viewers: each gets every chunk from the one it has on, or the whole
 * screen when it missed too much. Numbers go on from the clock, so that one of an earlier process is always smaller.
 */
export class Screen implements Disposable {
  readonly #terminal: headless.Terminal
  readonly #serialize = new SerializeAddon()
  readonly #log = new OutputLog(Date.now())
  readonly #viewers = new Set<Viewer>()
  readonly #decoder = new TextDecoder()
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #flush: Promise<void> | undefined
  #shown = 0
  #pauseUntil = 0
  #disposed = false

  constructor(size: WindowSize) {
    this.#terminal = new headless.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback,
      allowProposedApi: true,
    })
    this.#terminal.loadAddon(this.#serialize as never)
  }

  get size(): WindowSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows }
  }

  /** The text on the line of the cursor, over as many rows as it has. */
  get cursorLine(): string {
    const { active } = this.#terminal.buffer
    let row = active.baseY + active.cursorY
    let text = ''
    for (;;) {
      const line = active.getLine(row)
      text = (line?.translateToString(true) ?? '') + text
      if (!line?.isWrapped || row === 0) return text
      row--
    }
  }

  resize(size: WindowSize): void {
    this.#terminal.resize(size.columns, size.rows)
  }

  /** Shows bytes soon, together with what else comes in this turn; to be awaited when there is much. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#disposed) return undefined
    this.#pending.push(bytes.slice())
    this.#pendingBytes += bytes.length
    this.#flush ??= this.#soon()
    return this.#pendingBytes > mostPending ? this.#flush : undefined
  }

  /** Sends what is shown now, then what comes. @param after the last number that the viewer has */
  attach(after: number | undefined, send: (event: ScreenEvent) => void): Disposable {
    const viewer: Viewer = { send, ready: false }
    const missed = after === undefined ? undefined : this.#log.since(after)
    if (missed) {
      for (const chunk of missed) send({ type: 'output', ...chunk })
      viewer.ready = true
    } else {
      this.#sendScreen(viewer)
    }
    this.#viewers.add(viewer)
    return { dispose: () => void this.#viewers.delete(viewer) }
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#viewers.clear()
    this.#terminal.dispose()
  }

  /** The terminal works through its input in its own time: what it shows belongs to the number of that moment. */
  #sendScreen(viewer: Viewer): void {
    const { sequence } = this.#log
    this.#terminal.write('', () => {
      if (this.#disposed || !this.#viewers.has(viewer)) return
      viewer.send({
        type: 'screen',
        sequence,
        data: this.#serialize.serialize({ scrollback }),
        columns: this.#terminal.cols,
        rows: this.#terminal.rows,
      })
      for (const chunk of this.#log.since(sequence) ?? []) viewer.send({ type: 'output', ...chunk })
      viewer.ready = true
    })
  }

  async #soon(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    const wait = this.#pauseUntil - Date.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    this.#flush = undefined
    if (this.#disposed) return
    const bytes = Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    this.#shown += bytes.length
    if (this.#shown > flood) {
      this.#shown = 0
      this.#pauseUntil = Date.now() + floodPause
    }
    const data = this.#decoder.decode(bytes, { stream: true })
    if (data === '') return
    const sequence = this.#log.add(data)
    for (const viewer of [...this.#viewers]) if (viewer.ready) viewer.send({ type: 'output', sequence, data })
    await new Promise<void>(resolve => this.#terminal.write(data, resolve))
  }
}
