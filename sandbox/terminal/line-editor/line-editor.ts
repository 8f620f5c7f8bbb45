import type { Output, SharedInput, Tty } from '../../process'
import { bindings } from './bindings'
import { type Completer, commonPrefix, inColumns } from './completion'
import type { History } from './history'
import { type Key, KeyDecoder } from './keys'
import { Line } from './line'
import { Painter } from './painter'

/** How reading a line ended. */
export type ReadLine =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-C: what was typed is dropped. */
  | { readonly kind: 'interrupt' }
  /** Ctrl-D on an empty line. */
  | { readonly kind: 'end' }
  /** The terminal is gone. */
  | { readonly kind: 'closed' }

export interface LineEditor {
  /** Reads one line; the terminal must be raw. @param initial stands in the line already */
  read(prompt: string, initial?: string): Promise<ReadLine>
}

export type LineEditorOptions = {
  /** Read up to the end of a line: what was typed behind it is for whatever the line starts. */
  input: SharedInput
  output: Output
  tty: Tty
  history: History
  complete?: Completer
}

/** More candidates than this are shown only when asked for. */
const manyCandidates = 100

const bracketedPaste = { on: '\x1b[?2004h', off: '\x1b[?2004l' }

/** A line editor with history, search and completion, for a raw terminal: what readline is to bash. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  return new Editor(options)
}

class Editor implements LineEditor {
  readonly #decoder = new KeyDecoder()
  readonly #painter: Painter
  readonly #line = new Line()
  /** Keys that were read and not pressed yet. */
  #keys: Key[] = []
  #prompt = ''
  #search: { query: string; at: number; failed: boolean } | undefined
  /** Tab was the key before. */
  #tabbed = false
  /** The next key goes in as it is (Ctrl-V). */
  #literal = false

  constructor(private readonly options: LineEditorOptions) {
    this.#painter = new Painter(options.output, options.tty)
  }

  async read(prompt: string, initial = ''): Promise<ReadLine> {
    const { output, tty } = this.options
    this.#prompt = prompt
    this.#line.set(initial)
    this.#search = undefined
    this.options.history.reset()
    await output.write(bracketedPaste.on)
    await this.#painter.begin()
    await this.#paint()
    const resizes = tty.onResize(() => {
      this.#painter.resized(this.#shownPrompt(), this.#line.characters, this.#line.cursor)
      void this.#paint().catch(() => {})
    })
    try {
      for (;;) {
        if (this.#keys.length === 0 && !(await this.#readKeys())) return { kind: 'closed' }
        // Half a key, or a paste that goes on: there is nothing new to see.
        if (this.#keys.length === 0) continue
        const result = await this.#takeKeys()
        if (result) return result
        await this.#paint()
      }
    } finally {
      resizes.dispose()
      await output.write(bracketedPaste.off)
    }
  }

  /** Whether there was anything to read. */
  async #readKeys(): Promise<boolean> {
    const { input } = this.options
    const chunk = await input.read()
    if (chunk === null) return false
    const end = chunk.findIndex(byte => byte === 10 || byte === 13) + 1 || chunk.length
    input.unread(chunk.subarray(end))
    this.#keys = this.#decoder.decode(chunk.subarray(0, end))
    return true
  }

  /** Works on the keys that are there, painting once for all of them. */
  async #takeKeys(): Promise<ReadLine | undefined> {
    for (let key = this.#keys.shift(); key; key = this.#keys.shift()) {
      const result = await this.#press(key)
      if (result) return result
    }
    return undefined
  }

  async #press(key: Key): Promise<ReadLine | undefined> {
    const tabbed = this.#tabbed
    this.#tabbed = false
    if (this.#literal) {
      this.#literal = false
      this.#line.insert(literalOf(key))
      return undefined
    }
    if (this.#search && this.#pressInSearch(key)) return undefined
    if (key.kind !== 'key') {
      if (!this.#line.insert(key.text)) await this.#ring()
      return undefined
    }
    switch (key.name) {
      case 'Enter':
      case 'C-o':
        return this.#accept()
      case 'C-c':
        await this.#painter.finish(this.#prompt, [...this.#line.characters, '^C'])
        return { kind: 'interrupt' }
      case 'C-d':
        if (this.#line.characters.length > 0) bindings.Delete!(this.#line)
        else return { kind: 'end' }
        return undefined
      case 'C-l':
        await this.options.output.write('\x1b[H\x1b[2J')
        this.#painter.forget()
        return undefined
      case 'C-r':
        this.#search = { query: '', at: this.options.history.lines.length, failed: false }
        return undefined
      case 'C-v':
      case 'C-q':
        this.#literal = true
        return undefined
      case 'Tab':
        await this.#complete(tabbed)
        this.#tabbed = true
        return undefined
      default:
        return this.#pressPlain(key.name)
    }
  }

  #pressPlain(name: string): undefined {
    const { history } = this.options
    const recalled = {
      Up: () => history.previous(this.#line.text),
      'C-p': () => history.previous(this.#line.text),
      Down: () => history.next(),
      'C-n': () => history.next(),
      'M-<': () => history.first(this.#line.text),
      'M->': () => history.last(),
    }[name]
    if (recalled) {
      const line = recalled()
      if (line !== undefined) this.#line.set(line)
    } else if (name === 'M-.' || name === 'M-_') {
      const word = history.lines.at(-1)?.match(/\S+(?=\s*$)/)?.[0]
      if (word) this.#line.insert(word)
    } else bindings[name]?.(this.#line)
    return undefined
  }

  async #accept(): Promise<ReadLine> {
    this.#search = undefined
    await this.#painter.finish(this.#prompt, this.#line.characters)
    return { kind: 'line', text: this.#line.text }
  }

  /** Ctrl-R: whether the key was taken by the search. */
  #pressInSearch(key: Key): boolean {
    const search = this.#search!
    const find = (query: string, before: number) => {
      const found = this.options.history.search(query, before)
      this.#search = { query, at: found?.at ?? search.at, failed: query !== '' && !found }
      if (found) {
        this.#line.set(found.line)
        this.#line.move(Array.from(found.line.slice(0, found.line.indexOf(query))).length)
      }
    }
    if (key.kind !== 'key') {
      find(search.query + key.text.replaceAll('\n', ''), search.at + 1)
      return true
    }
    switch (key.name) {
      case 'Backspace':
        find(search.query.slice(0, -1), this.options.history.lines.length)
        return true
      case 'C-r':
        find(search.query, search.at)
        return true
      case 'C-g':
        this.#search = undefined
        this.#line.set('')
        return true
      default:
        this.#search = undefined
        return key.name === 'M-'
    }
  }

  async #complete(again: boolean): Promise<void> {
    const { complete } = this.options
    if (!complete) return
    const completion = await complete(this.#line.text, this.#line.cursor).catch(() => undefined)
    if (!completion || completion.candidates.length === 0) return this.#ring()
    const { start, candidates } = completion
    const typed = this.#line.characters.slice(start, this.#line.cursor).join('')
    const prefix = commonPrefix(candidates)
    if (candidates.length === 1) {
      this.#line.replace(start, /[/= ]$/.test(prefix) ? prefix : `${prefix} `)
    } else if (prefix.length > typed.length) {
      this.#line.replace(start, prefix)
    } else if (again) {
      await this.#list(candidates)
    } else {
      await this.#ring()
    }
  }

  async #list(candidates: readonly string[]): Promise<void> {
    const { output, tty } = this.options
    await this.#painter.finish(this.#prompt, this.#line.characters)
    if (candidates.length > manyCandidates) {
      await output.write(`Display all ${candidates.length} possibilities? (y or n)`)
      const answer = await this.#nextKey()
      await output.write('\r\n')
      if (answer !== 'y' && answer !== ' ' && answer !== 'Tab') return
    }
    await output.write(inColumns(candidates, tty.size.columns))
  }

  async #nextKey(): Promise<string> {
    while (this.#keys.length === 0) if (!(await this.#readKeys())) return ''
    const key = this.#keys[0]!
    if (key.kind !== 'text') {
      this.#keys.shift()
      return key.kind === 'key' ? key.name : ''
    }
    const [first = '', ...rest] = Array.from(key.text)
    this.#keys[0] = { kind: 'text', text: rest.join('') }
    if (rest.length === 0) this.#keys.shift()
    return first.toLowerCase()
  }

  async #ring(): Promise<void> {
    await this.options.output.write('\x07')
  }

  #shownPrompt(): string {
    if (!this.#search) return this.#prompt
    const { query, failed } = this.#search
    return `(${failed ? 'failed ' : ''}reverse-i-search)\`${query}': `
  }

  async #paint(): Promise<void> {
    await this.#painter.paint(this.#shownPrompt(), this.#line.characters, this.#line.cursor)
  }
}

function literalOf(key: Key): string {
  if (key.kind !== 'key') return key.text
  if (key.name === 'Tab') return '\t'
  if (key.name === 'Enter') return '\n'
  return /^C-[a-z]$/.test(key.name) ? String.fromCharCode(key.name.charCodeAt(2) - 96) : ''
}
