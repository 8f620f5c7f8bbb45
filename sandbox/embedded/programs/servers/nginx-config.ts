import { RE2JS } from 're2js'

/** A directive of nginx.conf: its words, and the block behind it. */
export type Directive = {
  readonly words: readonly string[]
  readonly block?: readonly Directive[]
  readonly file: string
  readonly line: number
}

/** The configuration cannot be read; `message` is what nginx says behind `[emerg]`. */
export class NginxConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NginxConfigError'
  }
}

type Token = { text: string; line: number; quoted: boolean }

function* tokens(text: string): Generator<Token> {
  let line = 1
  const pattern = /\n|#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|(?:\$\{|[^\s{};])+/g
  for (const [whole, double, single] of text.matchAll(pattern)) {
    const quoted = double ?? single
    if (whole !== '\n' && !whole.startsWith('#'))
      yield { text: quoted?.replace(/\\(["'\\])/g, '$1') ?? whole, line, quoted: quoted !== undefined }
    line += whole.split('\n').length - 1
  }
}

/** Reads nginx.conf and what it includes; `files` answers the files that a pattern names. Throws `NginxConfigError`. */
export function parseNginxConfig(
  file: string,
  text: string,
  files: (pattern: string) => readonly (readonly [name: string, text: string])[],
): Directive[] {
  const stack: Directive[][] = [[]]
  let words: string[] = []
  let begun = 1
  let last = 1
  for (const { text: word, line, quoted } of tokens(text)) {
    last = line
    const fail = (what: string) => new NginxConfigError(`${what} in ${file}:${line}`)
    if (words.length === 0) begun = line
    if (quoted || !['{', '}', ';'].includes(word)) {
      words.push(word)
    } else if (word === '{') {
      if (words.length === 0) throw fail('unexpected "{"')
      const block: Directive[] = []
      stack.at(-1)!.push({ words, block, file, line: begun })
      stack.push(block)
      words = []
    } else if (word === '}') {
      if (stack.length === 1 || words.length > 0) throw fail('unexpected "}"')
      stack.pop()
    } else {
      if (words.length === 0) throw fail('unexpected ";"')
      if (words[0] === 'include')
        for (const [name, included] of files(words[1] ?? ''))
          stack.at(-1)!.push(...parseNginxConfig(name, included, files))
      else stack.at(-1)!.push({ words, file, line: begun })
      words = []
    }
  }
  if (stack.length > 1)
    throw new NginxConfigError(`unexpected end of file, expecting "}" in ${file}:${last + 1}`)
  if (words.length > 0)
    throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${last + 1}`)
  return stack[0]!
}

export type NginxLocation = {
  readonly exact: boolean
  readonly expression?: RE2JS
  readonly path: string
  readonly directives: readonly Directive[]
}
export type NginxServer = {
  readonly ports: readonly number[]
  readonly names: readonly string[]
  readonly directives: readonly Directive[]
  readonly locations: readonly NginxLocation[]
}

const within = (directives: readonly Directive[], name: string) =>
  directives.filter(({ words }) => words[0] === name)

/** The arguments of a directive where it stands last. */
export const argumentsOf = (directives: readonly Directive[], name: string): readonly string[] | undefined =>
  within(directives, name).at(-1)?.words.slice(1)

const portOf = (address = '80') => Number(/(?:^|:)(\d+)$/.exec(address)?.[1] ?? 80)

/** Matched in linear time, whatever it says. Throws `NginxConfigError`. */
function expressionOf(source: string, ignoreCase: boolean): RE2JS {
  try {
    return RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
  } catch {
    throw new NginxConfigError(`pcre2_compile() failed in "${source}"`)
  }
}

function locationOf({ words, block = [] }: Directive): NginxLocation {
  const [, first = '', second] = words
  const modifier = second === undefined ? '' : first
  const path = second ?? first
  return {
    exact: modifier === '=',
    path,
    ...(modifier.startsWith('~') && { expression: expressionOf(path, modifier === '~*') }),
    directives: block,
  }
}

/** The servers of the `http` block. */
export function serversOf(config: readonly Directive[]): NginxServer[] {
  const http = within(config, 'http').flatMap(({ block = [] }) => block)
  return within(http, 'server').map(({ block = [] }) => {
    const listens = within(block, 'listen').filter(({ words }) => !words[1]?.startsWith('unix:'))
    return {
      ports: [...new Set(listens.length > 0 ? listens.map(({ words }) => portOf(words[1])) : [80])],
      names: argumentsOf(block, 'server_name') ?? [],
      directives: block,
      locations: within(block, 'location').map(locationOf),
    }
  })
}

/** The location of a path: an exact one, else the first expression that matches, else the longest prefix. */
export function locationFor({ locations }: NginxServer, path: string): NginxLocation | undefined {
  const exact = locations.find(location => location.exact && location.path === path)
  const matching = locations.find(({ expression }) => expression?.matcher(path).find())
  const prefixes = locations.filter(
    location => !location.exact && !location.expression && path.startsWith(location.path),
  )
  const [longest] = [...prefixes].sort((a, b) => b.path.length - a.path.length)
  return exact ?? matching ?? longest
}
