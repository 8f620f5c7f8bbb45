import type { RE2JS } from 're2js'
import { FileError, type Input, inputOf, readTextLines, resolvePath } from '../../../process'
import { type Run, tool } from '../tool'
import { compileRegex, type Syntax, toRe2 } from './regex'

const colours = {
  match: (text: string) => `\x1b[01;31m\x1b[K${text}\x1b[m\x1b[K`,
  file: (text: string) => `\x1b[35m\x1b[K${text}\x1b[m\x1b[K`,
  line: (text: string) => `\x1b[32m\x1b[K${text}\x1b[m\x1b[K`,
  separator: (text: string) => `\x1b[36m\x1b[K${text}\x1b[m\x1b[K`,
}

/** `grep`: every matching line as soon as it comes. */
export const grep = tool(
  {
    flags: 'ivEFGPconqwxHhlLrRsazUuy',
    values: 'ABCemf',
    usage: 2,
    long: {
      'ignore-case': 'i',
      'invert-match': 'v',
      'extended-regexp': 'E',
      'fixed-strings': 'F',
      'basic-regexp': 'G',
      'perl-regexp': 'P',
      count: 'c',
      'only-matching': 'o',
      'line-number': 'n',
      quiet: 'q',
      silent: 'q',
      'word-regexp': 'w',
      'line-regexp': 'x',
      'with-filename': 'H',
      'no-filename': 'h',
      'files-with-matches': 'l',
      'files-without-match': 'L',
      recursive: 'r',
      'no-messages': 's',
      'after-context=': 'A',
      'before-context=': 'B',
      'context=': 'C',
      'regexp=': 'e',
      'max-count=': 'm',
      'line-buffered': '',
      color: '',
      colour: '',
      'color=': '',
      'colour=': '',
      text: 'a',
    },
  },
  async run => {
    const { options } = run
    const patterns = [...options.values('e')]
    const rest = [...options.rest]
    if (patterns.length === 0) {
      const pattern = rest.shift()
      if (pattern === undefined) {
        await run.stderr.write(
          `Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n`,
        )
        return 2
      }
      patterns.push(pattern)
    }
    let regex: RE2JS
    try {
      regex = compile(run, patterns)
    } catch {
      await run.complain('Invalid regular expression')
      return 2
    }
    const paths = await filesToSearch(run, rest)
    const search = new Search(run, regex, paths.length > 1 || options.has('r') || options.has('R'))
    let found = false
    for (const path of paths) {
      const input = await open(run, path)
      if (!input) continue
      found = (await search.run(path, input)) || found
      if (found && options.has('q')) return 0
    }
    if (run.failed && !found) return 2
    return found ? 0 : 1
  },
)

function compile({ options, name }: Run, patterns: readonly string[]): RE2JS {
  let syntax: Syntax = name === 'egrep' ? 'extended' : name === 'fgrep' ? 'fixed' : 'basic'
  if (options.has('E')) syntax = 'extended'
  if (options.has('F')) syntax = 'fixed'
  if (options.has('P')) syntax = 'perl'
  const alternatives = patterns
    .flatMap(pattern => pattern.split('\n'))
    .map(pattern => `(?:${toRe2(pattern, syntax)})`)
  let source = alternatives.join('|')
  if (options.has('w')) source = `\\b(?:${source})\\b`
  if (options.has('x')) source = `^(?:${source})$`
  return compileRegex(source, 'perl', options.has('i') || options.has('y'))
}

async function filesToSearch(run: Run, paths: readonly string[]): Promise<string[]> {
  const recursive = run.options.has('r') || run.options.has('R')
  if (!recursive) return paths.length > 0 ? [...paths] : ['-']
  const found: string[] = []
  const walk = async (path: string): Promise<void> => {
    const at = resolvePath(run.cwd, path || '.')
    const stat = await run.files.lstat(at).catch(() => undefined)
    if (stat?.kind !== 'directory') {
      found.push(path)
      return
    }
    for (const name of await run.files.list(at))
      await walk(path === '' ? name : path.endsWith('/') ? `${path}${name}` : `${path}/${name}`)
  }
  for (const path of paths.length > 0 ? paths : ['']) await walk(path)
  return found
}

async function open(run: Run, path: string): Promise<Input | undefined> {
  if (path === '-') return run.stdin
  try {
    const at = resolvePath(run.cwd, path)
    if ((await run.files.stat(at)).kind === 'directory') {
      await run.complain(`${path}: Is a directory`)
      return undefined
    }
    return inputOf(await run.files.read(at))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (!run.options.has('s')) await run.complain(`${path}: ${error.message}`)
    return undefined
  }
}

class Search {
  readonly #named: boolean
  readonly #coloured: boolean
  readonly #after: number
  readonly #before: number
  #printedBefore = false

  constructor(
    private readonly process: Run,
    private readonly regex: RE2JS,
    several: boolean,
  ) {
    const { options, stdout } = process
    this.#named = options.has('H') || (several && !options.has('h'))
    const colour = options.value('color') ?? options.value('colour')
    this.#coloured = colour === 'always' || ((colour === 'auto' || colour === '') && stdout.tty !== undefined)
    const around = Number(options.value('C') ?? 0)
    this.#after = Number(options.value('A') ?? around)
    this.#before = Number(options.value('B') ?? around)
  }

  /** Whether anything was found. */
  async run(path: string, input: Input): Promise<boolean> {
    const { options, stdout } = this.process
    const name = path === '-' ? '(standard input)' : path
    const most = Number(options.value('m') ?? Number.POSITIVE_INFINITY)
    const quiet = ['q', 'c', 'l', 'L'].some(letter => options.has(letter))
    const waiting: Array<{ number: number; line: string }> = []
    let number = 0
    let count = 0
    let after = 0
    let lastPrinted = 0
    if (most > 0)
      for await (const line of readTextLines(input)) {
        number++
        const selected = this.regex.matcher(line).find() !== options.has('v')
        if (selected) {
          count++
          if (options.has('q') || options.has('l')) break
          if (!quiet) {
            const first = waiting[0]?.number ?? number
            if ((this.#before || this.#after) && this.#printedBefore && first > lastPrinted + 1)
              await stdout.write(`${this.#paint('separator', '--')}\n`)
            for (const each of waiting.splice(0)) await this.#print(name, each.number, each.line, '-')
            await this.#printMatch(name, number, line)
            lastPrinted = number
            this.#printedBefore = true
          }
          after = this.#after
        } else if (after > 0 && !quiet) {
          after--
          await this.#print(name, number, line, '-')
          lastPrinted = number
        } else if (this.#before > 0) {
          waiting.push({ number, line })
          if (waiting.length > this.#before) waiting.shift()
        }
        if (count >= most && after === 0) break
      }
    if (options.has('c'))
      await stdout.write(
        `${this.#named ? `${this.#paint('file', name)}${this.#paint('separator', ':')}` : ''}${count}\n`,
      )
    if (options.has('l') && count > 0) await stdout.write(`${this.#paint('file', name)}\n`)
    if (options.has('L') && count === 0) await stdout.write(`${this.#paint('file', name)}\n`)
    return options.has('L') ? count === 0 : count > 0
  }

  async #printMatch(name: string, number: number, line: string): Promise<void> {
    if (this.process.options.has('v')) {
      if (!this.process.options.has('o')) await this.#print(name, number, line, ':')
      return
    }
    if (!this.process.options.has('o'))
      return this.#print(name, number, this.#coloured ? this.#highlight(line) : line, ':')
    const matcher = this.regex.matcher(line)
    while (matcher.find()) {
      const match = matcher.group()
      if (match) await this.#print(name, number, this.#paint('match', match), ':')
    }
  }

  async #print(name: string, number: number, line: string, separator: string): Promise<void> {
    const mark = this.#paint('separator', separator)
    const file = this.#named ? `${this.#paint('file', name)}${mark}` : ''
    const at = this.process.options.has('n') ? `${this.#paint('line', String(number))}${mark}` : ''
    await this.process.stdout.write(`${file}${at}${line}\n`)
  }

  #highlight(line: string): string {
    const matcher = this.regex.matcher(line)
    let shown = ''
    let at = 0
    while (matcher.find()) {
      if (matcher.end() === matcher.start()) continue
      shown += line.slice(at, matcher.start()) + colours.match(matcher.group() ?? '')
      at = matcher.end()
    }
    return shown + line.slice(at)
  }

  #paint(what: keyof typeof colours, text: string): string {
    return this.#coloured ? colours[what](text) : text
  }
}
