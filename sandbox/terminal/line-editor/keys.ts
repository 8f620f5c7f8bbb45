/** What was typed: text, a key with a name (`C-a`, `M-b`, `Up`), or a paste. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'paste'; readonly text: string }

const escapeCharacter = '\x1b'
const pasteStart = '\x1b[200~'
const pasteEnd = '\x1b[201~'

/** A sequence of a terminal longer than this is none; a paste longer than this is cut. */
const longestSequence = 4096
const longestPaste = 2_000_000

/** Final bytes of CSI and SS3 sequences; modifiers come as parameters. */
const finals: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  F: 'End',
  H: 'Home',
  Z: 'BackTab',
}
const numbered: Readonly<Record<string, string>> = {
  '1': 'Home',
  '3': 'Delete',
  '4': 'End',
  '5': 'PageUp',
  '6': 'PageDown',
  '7': 'Home',
  '8': 'End',
}
const modifiers: Readonly<Record<string, string>> = { '3': 'M-', '5': 'C-', '7': 'C-M-' }

/** Turns bytes from a terminal into keys; what is not whole yet waits for the next bytes. */
export class KeyDecoder {
  readonly #decoder = new TextDecoder()
  #rest = ''
  #paste: Paste | undefined

  decode(bytes: Uint8Array): Key[] {
    const keys: Key[] = []
    let input = this.#rest + this.#decoder.decode(bytes, { stream: true })
    this.#rest = ''
    while (input !== '') {
      if (this.#paste !== undefined) {
        input = this.#takePaste(input, keys)
        continue
      }
      const used = this.#take(input, keys)
      if (used === 0) {
        this.#rest = input
        break
      }
      input = input.slice(used)
    }
    return keys
  }

  /** Characters used, 0 when more must come. */
  #take(input: string, keys: Key[]): number {
    if (input.startsWith(pasteStart)) {
      this.#paste = new Paste()
      return pasteStart.length
    }
    if (input[0] === escapeCharacter) return takeEscape(input, keys)
    const plain = /^[^\x00-\x1f\x7f]+/.exec(input)?.[0]
    if (plain) {
      keys.push({ kind: 'text', text: plain })
      return plain.length
    }
    keys.push({ kind: 'key', name: controlName(input[0]!) })
    return 1
  }

  #takePaste(input: string, keys: Key[]): string {
    const rest = this.#paste!.take(input)
    if (rest === undefined) return ''
    keys.push({ kind: 'paste', text: cleanPaste(this.#paste!.text) })
    this.#paste = undefined
    return rest
  }
}

/** A paste while it comes. It is kept in pieces: megabytes come in thousands of chunks. */
class Paste {
  readonly #pieces: string[] = []
  #length = 0
  /** The last characters, in which the end may have begun. */
  #tail = ''

  get text(): string {
    return this.#pieces.join('').slice(0, this.#length)
  }

  /** What stands behind the end of the paste; undefined while that has not come. */
  take(input: string): string | undefined {
    const seam = this.#tail + input
    const end = seam.indexOf(pasteEnd)
    if (end < 0) {
      this.#add(input)
      this.#tail = seam.slice(1 - pasteEnd.length)
      return undefined
    }
    const begun = this.#tail.length
    if (end >= begun) this.#add(input.slice(0, end - begun))
    else if (this.#length < longestPaste) this.#length -= begun - end
    return seam.slice(end + pasteEnd.length)
  }

  #add(text: string): void {
    const piece = text.slice(0, longestPaste - this.#length)
    this.#pieces.push(piece)
    this.#length += piece.length
  }
}

function controlName(character: string): string {
  const code = character.charCodeAt(0)
  if (character === '\r' || character === '\n') return 'Enter'
  if (character === '\t') return 'Tab'
  if (character === '\x7f' || character === '\b') return 'Backspace'
  if (code < 27 && code > 0) return `C-${String.fromCharCode(code + 96)}`
  return code === 31 ? 'C-_' : `C-${String.fromCharCode(code + 64)}`
}

function takeEscape(input: string, keys: Key[]): number {
  if (input.length === 1) return 0
  const second = input[1]!
  if (second === '[') return takeControlSequence(input, keys)
  if (second === 'O') {
    if (input.length < 3) return 0
    const name = finals[input[2]!]
    if (name) keys.push({ kind: 'key', name })
    return 3
  }
  if (second === ']' || second === 'P' || second === '^' || second === '_') return takeString(input)
  if (second === escapeCharacter) return 1
  const name = second.charCodeAt(0) < 32 || second === '\x7f' ? controlName(second) : second
  keys.push({ kind: 'key', name: `M-${name}` })
  return 2
}

function takeControlSequence(input: string, keys: Key[]): number {
  const sequence = /^\x1b\[([0-9;:<=>?]*)[ -/]*([@-~])/.exec(input.slice(0, longestSequence))
  if (!sequence) {
    // Still on its way, or nothing a terminal sends.
    return /^\x1b\[[0-9;:<=>? -/]*$/.test(input) && input.length < 64 ? 0 : 2
  }
  const [whole, parameters = '', final = ''] = sequence
  const [number = '', modifier = ''] = parameters.split(';')
  const name = final === '~' ? numbered[number] : finals[final]
  if (name) keys.push({ kind: 'key', name: `${modifiers[modifier] ?? ''}${name}` })
  return whole.length
}

/** An answer of the terminal (OSC, DCS): nobody here asked. */
function takeString(input: string): number {
  const end = /(?:\x07|\x1b\\)/.exec(input.slice(0, longestSequence))
  if (end) return end.index + end[0].length
  return input.length < longestSequence ? 0 : input.length
}

/** Pasted text without control characters; lines end with a newline. */
function cleanPaste(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
}
