/** Syntax of Go's text/template, as far as `-o go-template` needs it. */
export type Operand =
  | { type: 'dot' }
  | { type: 'nil' }
  | { type: 'literal'; value: string | number | boolean }
  | { type: 'variable'; name: string; fields: string[] }
  | { type: 'field'; fields: string[] }
  | { type: 'function'; name: string }
  | { type: 'group'; pipe: Pipeline; fields: string[] }

/** Commands joined by `|`; each is an operand and its arguments. */
export type Pipeline = { declare: string[]; assign: boolean; commands: Operand[][] }

export type Node =
  | { type: 'text'; text: string }
  | { type: 'action'; pipe: Pipeline }
  | Control
  | { type: 'break' }
  | { type: 'continue' }

export type Control = { type: 'if' | 'range' | 'with'; pipe: Pipeline; body: Node[]; otherwise: Node[] }

const tokenPattern =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|:=|[-+]?\d[\w.]*|\$[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|[\p{L}_][\p{L}\p{Nd}_]*|\$(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|\.[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*|[.|(),=]/uy

function tokens(action: string): string[] {
  const found: string[] = []
  let at = 0
  while (at < action.length) {
    tokenPattern.lastIndex = at
    const token = tokenPattern.exec(action)?.[0]
    if (token === undefined) throw new Error(`unexpected ${JSON.stringify(action[at])} in command`)
    at += token.length
    if (token.trim()) found.push(token)
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
  const block = (inside: string): { nodes: Node[]; end: string[] } => {
    const nodes: Node[] = []
    while (at < parts.length) {
      const part = parts[at++] as { text?: string; action?: string }
      if (part.text !== undefined) {
        if (part.text) nodes.push({ type: 'text', text: part.text })
        continue
      }
      if (/^\s*\/\*.*\*\/\s*$/s.test(part.action ?? '')) continue
      const words = tokens(part.action ?? '')
      const [keyword = ''] = words
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
  const control = (type: 'if' | 'range' | 'with', words: string[]): Control => {
    if (++depth > limits.depth) throw new Error(tooDeep)
    const pipe = pipeline(words)
    const { nodes: body, end } = block(type)
    let otherwise: Node[] = []
    if (end[0] !== 'end') {
      otherwise = end[1] === type || end[1] === 'if' ? [control(end[1], end.slice(2))] : block(type).nodes
    }
    depth--
    return { type, pipe, body, otherwise }
  }
  return block('').nodes
}

function splitActions(text: string): { text?: string; action?: string }[] {
  const parts: { text?: string; action?: string }[] = []
  let at = 0
  let trimNext = false
  while (at <= text.length) {
    const open = text.indexOf('{{', at)
    let plain = open < 0 ? text.slice(at) : text.slice(at, open)
    if (trimNext) plain = plain.trimStart()
    if (open < 0) {
      parts.push({ text: plain })
      break
    }
    const trimBefore = /^\{\{-\s/.test(text.slice(open, open + 4))
    parts.push({ text: trimBefore ? plain.trimEnd() : plain })
    const close = text.indexOf('}}', open)
    if (close < 0) throw new Error('unclosed action')
    trimNext = /\s-$/.test(text.slice(open, close))
    parts.push({ action: text.slice(open + (trimBefore ? 3 : 2), close - (trimNext ? 1 : 0)) })
    at = close + 2
  }
  return parts
}

function pipeline(words: readonly string[]): Pipeline {
  const assignAt = words.findIndex(word => word === ':=' || word === '=')
  const declare =
    assignAt > 0
      ? words
          .slice(0, assignAt)
          .filter(word => word !== ',')
          .map(word => word.slice(1))
      : []
  const reader = { words: assignAt > 0 ? words.slice(assignAt + 1) : words, at: 0 }
  const commands = commandsOf(reader)
  if (reader.at < reader.words.length)
    throw new Error(`unexpected ${JSON.stringify(reader.words[reader.at])} in command`)
  return { declare, assign: words[assignAt] === '=', commands }
}

function commandsOf(reader: { words: readonly string[]; at: number }, depth = 0): Operand[][] {
  if (depth > limits.depth) throw new Error(tooDeep)
  const commands: Operand[][] = [[]]
  while (reader.at < reader.words.length && reader.words[reader.at] !== ')') {
    const word = reader.words[reader.at++] as string
    if (word === '|') commands.push([])
    else if (word === '(') {
      const inner = commandsOf(reader, depth + 1)
      if (reader.words[reader.at++] !== ')') throw new Error('unclosed left paren')
      const next = reader.words[reader.at]
      const fields = next?.startsWith('.') && next !== '.' ? next.slice(1).split('.') : []
      if (fields.length > 0) reader.at++
      commands.at(-1)?.push({ type: 'group', pipe: { declare: [], assign: false, commands: inner }, fields })
    } else commands.at(-1)?.push(operand(word))
  }
  if (commands.some(command => command.length === 0)) throw new Error('missing value for command')
  return commands
}

function operand(word: string): Operand {
  if (word === '.') return { type: 'dot' }
  if (word === 'nil') return { type: 'nil' }
  if (word === 'true' || word === 'false') return { type: 'literal', value: word === 'true' }
  if (word.startsWith('"')) return { type: 'literal', value: JSON.parse(word) as string }
  if (word.startsWith('`')) return { type: 'literal', value: word.slice(1, -1) }
  if (word.startsWith("'")) return { type: 'literal', value: word.codePointAt(1) ?? 0 }
  if (word.startsWith('$')) {
    const [name = '', ...fields] = word.slice(1).split('.')
    return { type: 'variable', name, fields }
  }
  if (word.startsWith('.')) return { type: 'field', fields: word.slice(1).split('.') }
  if (/^[-+]?\d/.test(word)) return { type: 'literal', value: Number(word) }
  if (word.includes('.')) throw new Error(`function ${JSON.stringify(word.split('.')[0])} not defined`)
  return { type: 'function', name: word }
}
