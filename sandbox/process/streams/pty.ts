import type { Disposable } from '../disposable'
import type { Input, Output, Signal } from '../process'
import { beginsLine } from './line-begun'
import { toBytes } from './pipe'
import { type SharedInput, shareInput } from './shared-input'
import type { Tty, WindowSize } from './tty'

const control = {
  c: 3,
  d: 4,
  backspace: 8,
  tab: 9,
  lineFeed: 10,
  return: 13,
  u: 21,
  v: 22,
  w: 23,
  z: 26,
  delete: 127,
}

/** A line longer than this takes no more characters (Linux' N_TTY_BUF_SIZE). */
const longestLine = 4096
/** What is typed ahead beyond this is lost. */
const mostTypedAhead = 4 * 1024 * 1024

/** A pseudo-terminal: the side of who types and looks (`type`, `resize`), and the side of the programs. */
export interface Pty {
  readonly stdin: SharedInput
  readonly stdout: Output
  readonly tty: Tty
  /** Bytes from the keyboard. */
  type(data: Uint8Array | string): void
  resize(size: WindowSize): void
  /** The line is gone: all who took its signals get `SIGHUP`, reads end. */
  hangUp(): void
}

/**
 * A terminal line with its discipline (termios in small): cooked, it echoes, erases (Backspace, Ctrl-U, Ctrl-W),
 * hands over lines, turns Ctrl-C into `SIGINT` and Ctrl-D on an empty line into an end of input, and prints `\n`
 * as `\r\n`; raw, bytes pass both ways as they are.
 * @param options.screen gets the bytes to show; what it returns is awaited by the program that printed
 */
export function createPty(options: {
  size: WindowSize
  screen: (bytes: Uint8Array) => Promise<void> | void
}): Pty {
  let size = options.size
  let raw = false
  let rawOutput = false
  /** The line being typed, in cooked mode. */
  let line: number[] = []
  let literal = false
  let hungUp = false
  let lineBegun = false
  const resizeListeners = new Set<(size: WindowSize) => void>()
  const signalListeners: Array<(signal: Signal) => void> = []

  const tty: Tty = {
    get size() {
      return size
    },
    get lineBegun() {
      return lineBegun
    },
    onResize(listener) {
      resizeListeners.add(listener)
      return { dispose: () => void resizeListeners.delete(listener) }
    },
    setRaw(next, output = next ? 'raw' : 'cooked') {
      rawOutput = output === 'raw'
      if (next === raw) return
      // What was typed and not read yet is typed again, so that it is read as the new mode reads.
      const ahead = [...stdin.drain(), ...queue.splice(0)].map(chunk => chunk ?? Uint8Array.of(control.d))
      queued = 0
      if (line.length > 0) ahead.push(Uint8Array.from(line))
      line = []
      raw = next
      for (const chunk of ahead) typed(chunk)
    },
    takeSignals(listener): Disposable {
      const taken = (signal: Signal) => listener(signal)
      signalListeners.push(taken)
      return {
        dispose() {
          const at = signalListeners.indexOf(taken)
          if (at >= 0) signalListeners.splice(at, 1)
        },
      }
    },
  }

  const queue: Array<Uint8Array | null> = []
  let queued = 0
  let reader: ((chunk: Uint8Array | null) => void) | undefined
  const source: Input = {
    tty,
    read() {
      const chunk = queue.shift()
      if (chunk !== undefined) {
        queued -= chunk?.length ?? 0
        return Promise.resolve(chunk)
      }
      if (hungUp) return Promise.resolve(null)
      return new Promise(resolve => {
        reader = resolve
      })
    },
    close() {},
  }
  const stdin = shareInput(source)

  const hand = (chunk: Uint8Array | null) => {
    if (reader) {
      const resolve = reader
      reader = undefined
      resolve(chunk)
    } else if (queued + (chunk?.length ?? 0) <= mostTypedAhead) {
      queue.push(chunk)
      queued += chunk?.length ?? 0
    }
  }

  const screen = (bytes: Uint8Array) => {
    lineBegun = beginsLine(bytes, lineBegun)
    return options.screen(bytes)
  }

  const show = (bytes: number[] | Uint8Array) => {
    if (bytes.length > 0) void screen(Uint8Array.from(bytes))
  }

  const signal = (name: Signal) => signalListeners.at(-1)?.(name)

  /** What one typed byte puts on the screen, in cooked mode. */
  const cook = (byte: number): number[] => {
    if (literal) {
      literal = false
      return append(byte)
    }
    switch (byte) {
      case control.v:
        literal = true
        return []
      case control.c:
        line = []
        signal('SIGINT')
        return [94, 67]
      case control.z:
        return []
      case control.d:
        if (line.length === 0) hand(null)
        else hand(Uint8Array.from(line))
        line = []
        return []
      case control.delete:
      case control.backspace:
        return eraseCharacters(1)
      case control.u:
        return eraseCharacters(line.length)
      case control.w:
        return eraseCharacters(wordLength())
      case control.return:
      case control.lineFeed:
        hand(Uint8Array.from([...line, control.lineFeed]))
        line = []
        return [control.return, control.lineFeed]
      default:
        return append(byte)
    }
  }

  const append = (byte: number): number[] => {
    if (line.length >= longestLine - 1) return []
    line.push(byte)
    if (byte >= 32 || byte === control.tab) return [byte]
    return [94, byte + 64]
  }

  const eraseCharacters = (count: number): number[] => {
    const shown: number[] = []
    for (; count > 0 && line.length > 0; count--) {
      let byte = line.pop()!
      // A character of several bytes goes as one.
      while (isContinuation(byte) && line.length > 0) byte = line.pop()!
      const wide = byte >= 0xe3 ? 2 : byte < 32 ? 2 : 1
      for (let column = 0; column < wide; column++) shown.push(8, 32, 8)
    }
    return shown
  }

  const wordLength = (): number => {
    let length = 0
    const at = (back: number) => line[line.length - 1 - back]
    while (at(length) === 32) length++
    while (at(length) !== undefined && at(length) !== 32) length++
    return line.slice(line.length - length).filter(byte => !isContinuation(byte)).length
  }

  const typed = (bytes: Uint8Array): void => {
    if (hungUp || bytes.length === 0) return
    const echo: number[] = []
    let at = 0
    // A signal may bring back a program that wants raw input, in the middle of what was typed.
    for (; at < bytes.length && !raw; at++) for (const byte of cook(bytes[at]!)) echo.push(byte)
    show(echo)
    if (at < bytes.length) hand(bytes.slice(at))
  }

  return {
    stdin,
    tty,
    stdout: {
      tty,
      async write(chunk) {
        const bytes = toBytes(chunk)
        if (bytes.length > 0) await screen(rawOutput ? bytes : withCarriageReturns(bytes))
      },
    },
    type: data => typed(toBytes(data)),
    resize(next) {
      if (next.columns === size.columns && next.rows === size.rows) return
      size = next
      for (const listener of [...resizeListeners]) listener(size)
    },
    hangUp() {
      if (hungUp) return
      hungUp = true
      line = []
      // Whoever leads the session hears of it as well as who runs in the foreground.
      for (const listener of [...signalListeners]) listener('SIGHUP')
      hand(null)
    },
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

/** `\n` as `\r\n` (ONLCR), but for one that has its carriage return. */
function withCarriageReturns(bytes: Uint8Array): Uint8Array {
  const isBare = (at: number) => bytes[at] === control.lineFeed && bytes[at - 1] !== control.return
  let newlines = 0
  for (let at = 0; at < bytes.length; at++) if (isBare(at)) newlines++
  if (newlines === 0) return bytes
  const printed = new Uint8Array(bytes.length + newlines)
  let to = 0
  for (let at = 0; at < bytes.length; at++) {
    if (isBare(at)) printed[to++] = control.return
    printed[to++] = bytes[at]!
  }
  return printed
}
