/** Syntax of Go's text/template, as far as `-o go-template` needs it. */
export type Operand = Place &
  (
    | { type: 'dot' }
    | { type: 'nil' }
    | { type: 'literal'; value: string | number | boolean }
    | { type: 'variable'; name: string; fields: string[] }
    | { type: 'field'; fields: string[] }
    | { type: 'function'; name: string }
    | { type: 'group'; pipe: Pipeline; fields: string[] }
  )

/** Where something stands in the template, and how it is written there: what errors name. */
export type Place = { at: number; text: string }

/** An operand and its arguments. */
export type Call = Place & { operands: Operand[] }

/** Calls joined by `|`. */
export type Pipeline = { declare: string[]; assign: boolean; commands: Call[] }

export type Node =
  | { type: 'text'; text: string }
  | { type: 'action'; pipe: Pipeline }
  | Control
  | { type: 'break' }
  | { type: 'continue' }

export type Control = { type: 'if' | 'range' | 'with'; pipe: Pipeline; body: Node[]; otherwise: Node[] }

const tokenPattern =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|:=|[-+]?\d[\w.]*|\$[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|[\p{L}_][\p{L}\p{Nd}_]*|\$(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|\.[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|[.|(),=]/uy

/** A word of an action. */
type Token = Place

function tokens(action: string, offset: number): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < action.length) {
    tokenPattern.lastIndex = at
    const token = tokenPattern.exec(action)?.[0]
    if (token === undefined) throw new Error(`unexpected ${JSON.stringify(action[at])} in command`)
    if (token.trim()) found.push({ text: token, at: offset + at })
    at += token.length
  }
  return found
}

/** How long a template may be, and how deep its blocks and parentheses: parsing calls itself for each level. */
const limits = { length: 64 * 1024, depth: 100 }
const tooDeep = 'the template is nested too deep'

/** Parses a template. Throws with words like text/template's. */
export function parseGoTemplate(text: string): Node[] {
  if (text.length > limits.length) throw new Error('the template is too long')
  let depth = 0
  const parts = splitActions(text)
  let at = 0
  const block = (inside: string): { nodes: Node[]; end: Token[] } => {
    const nodes: Node[] = []
    while (at < parts.length) {
      const part = parts[at++] as Part
      if (part.text !== undefined) {
        if (part.text) nodes.push({ type: 'text', text: part.text })
        continue
      }
      if (/^\s*\/\*.*\*\/\s*$/s.test(part.action ?? '')) continue
      const words = tokens(part.action ?? '', part.at)
      const keyword = words[0]?.text ?? ''
      if (keyword === 'end' || keyword === 'else') {
        if (!inside) throw new Error(`unexpected {{${keyword}}}`)
        return { nodes, end: words }
      }
      if (keyword === 'if' || keyword === 'range' || keyword === 'with')
        nodes.push(control(keyword, words.slice(1)))
      else if (keyword === 'break' || keyword === 'continue') nodes.push({ type: keyword })
      else if (words.length > 0) nodes.push({ type: 'action', pipe: pipeline(words) })
      else throw new Error('missing value for command')
    }
    if (inside) throw new Error('unexpected EOF')
    return { nodes, end: [] }
  }
  const control = (type: 'if' | 'range' | 'with', words: Token[]): Control => {
    if (++depth > limits.depth) throw new Error(tooDeep)
    const pipe = pipeline(words)
    const { nodes: body, end } = block(type)
    let otherwise: Node[] = []
    if (end[0]?.text !== 'end') {
      const next = end[1]?.text
      otherwise = next === type || next === 'if' ? [control(next, end.slice(2))] : block(type).nodes
    }
    depth--
    return { type, pipe, body, otherwise }
  }
  return block('').nodes
}

/** A piece of a template: text, or what stands between braces, and where that begins. */
type Part = { text?: string; action?: string; at: number }

function splitActions(text: string): Part[] {
  const parts: Part[] = []
  let at = 0
  let trimNext = false
  while (at <= text.length) {
    const open = text.indexOf('{{', at)
    let plain = open < 0 ? text.slice(at) : text.slice(at, open)
    if (trimNext) plain = plain.trimStart()
    if (open < 0) {
      parts.push({ text: plain, at })
      break
    }
    const trimBefore = /^\{\{-\s/.test(text.slice(open, open + 4))
    parts.push({ text: trimBefore ? plain.trimEnd() : plain, at })
    const close = text.indexOf('}}', open)
    if (close < 0) throw new Error(/\}\s*$/.test(text) ? `bad character U+007D '}'` : 'unclosed action')
    trimNext = /\s-$/.test(text.slice(open, close))
    const begin = open + (trimBefore ? 3 : 2)
    parts.push({ action: text.slice(begin, close - (trimNext ? 1 : 0)), at: begin })
    at = close + 2
  }
  return parts
}

function pipeline(words: readonly Token[]): Pipeline {
  const assignAt = words.findIndex(({ text }) => text === ':=' || text === '=')
  const declare =
    assignAt > 0
      ? words
          .slice(0, assignAt)
          .filter(({ text }) => text !== ',')
          .map(({ text }) => text.slice(1))
      : []
  const reader = { words: assignAt > 0 ? words.slice(assignAt + 1) : words, at: 0 }
  const commands = commandsOf(reader)
  const next = reader.words[reader.at]
  if (next) throw new Error(`unexpected ${JSON.stringify(next.text)} in command`)
  return { declare, assign: words[assignAt]?.text === '=', commands }
}

type Reader = { words: readonly Token[]; at: number }

function commandsOf(reader: Reader, depth = 0): Call[] {
  if (depth > limits.depth) throw new Error(tooDeep)
  const commands: Operand[][] = [[]]
  for (let word = reader.words[reader.at]; word && word.text !== ')'; word = reader.words[reader.at]) {
    reader.at++
    if (word.text === '|') commands.push([])
    else if (word.text === '(') commands.at(-1)?.push(group(reader, word.at, depth))
    else commands.at(-1)?.push(operand(word))
  }
  return commands.map(operands => {
    const [first] = operands
    if (!first) throw new Error('missing value for command')
    return { operands, at: first.at, text: operands.map(({ text }) => text).join(' ') }
  })
}

function group(reader: Reader, begin: number, depth: number): Operand {
  const commands = commandsOf(reader, depth + 1)
  if (reader.words[reader.at++]?.text !== ')') throw new Error('unclosed left paren')
  const next = reader.words[reader.at]
  const chain = next?.text.startsWith('.') && next.text !== '.' ? next : undefined
  if (chain) reader.at++
  const inside = `(${commands.map(({ text }) => text).join(' | ')})`
  return {
    type: 'group',
    pipe: { declare: [], assign: false, commands },
    fields: chain ? chain.text.slice(1).split('.') : [],
    at: chain?.at ?? begin,
    text: inside + (chain?.text ?? ''),
  }
}

function operand({ text: word, at }: Token): Operand {
  const place = { at, text: word }
  if (word === '.') return { ...place, type: 'dot' }
  if (word === 'nil') return { ...place, type: 'nil' }
  if (word === 'true' || word === 'false') return { ...place, type: 'literal', value: word === 'true' }
  if (word.startsWith('"')) return { ...place, type: 'literal', value: JSON.parse(word) as string }
  if (word.startsWith('`')) return { ...place, type: 'literal', value: word.slice(1, -1) }
  if (word.startsWith("'")) return { ...place, type: 'literal', value: word.codePointAt(1) ?? 0 }
  const [name = '', ...fields] = word.replace(/^[.$]/, '').split('.')
  // Go's parser puts a chain of fields where its second one is.
  const chained = { text: word, at: fields.length > 0 ? at + word.indexOf('.', 1) : at }
  if (word.startsWith('$')) return { ...chained, type: 'variable', name, fields }
  if (word.startsWith('.')) return { ...chained, type: 'field', fields: [name, ...fields] }
  if (/^[-+]?\d/.test(word)) return { ...place, type: 'literal', value: Number(word) }
  if (fields.length > 0) throw new Error(`function ${JSON.stringify(name)} not defined`)
  return { ...place, type: 'function', name: word }
}
