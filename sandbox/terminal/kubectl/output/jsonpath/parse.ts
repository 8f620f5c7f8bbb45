/** Syntax of a kubectl JSONPath template (client-go/util/jsonpath). */
export type PathNode =
  | { type: 'text'; text: string }
  | { type: 'field'; name: string }
  | { type: 'wildcard' }
  | { type: 'recursive' }
  | { type: 'literal'; value: number | boolean }
  | { type: 'slice'; start?: number; end?: number; step?: number /** `[n]`: one item */; index: boolean }
  | { type: 'union'; paths: PathNode[][] }
  | { type: 'filter'; left: PathNode[]; operator: string; right: PathNode[] }
  | { type: 'identifier'; name: string }

export type TemplateNode =
  | { type: 'text'; text: string }
  | { type: 'path'; nodes: PathNode[] }
  | { type: 'range'; nodes: PathNode[]; body: TemplateNode[] }

const terminators = new Set([' ', '\t', '\r', '\n', '.', ',', '[', ']', '$', '@', '{', '}', ''])

/** How long a template may be, and how deep its filters and unions: parsing calls itself for each level. */
const limits = { length: 16 * 1024, depth: 50 }

/** Parses a template like `{range .items[*]}{.metadata.name}{"\n"}{end}`. Throws with client-go's messages. */
export function parseTemplate(text: string): TemplateNode[] {
  if (text.length > limits.length) throw new Error('the template is too long')
  const actions: TemplateNode[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) {
      actions.push({ type: 'text', text: text.slice(at) })
      break
    }
    if (open > at) actions.push({ type: 'text', text: text.slice(at, open) })
    const action = parseAction(text, open + 1)
    actions.push({ type: 'path', nodes: action.nodes })
    at = action.end
  }
  return nest(actions)
}

/** Turns `range … end` into blocks. An unclosed range goes to the end. */
function nest(actions: readonly TemplateNode[]): TemplateNode[] {
  const root: TemplateNode[] = []
  const stack = [root]
  for (const node of actions) {
    const [first, ...rest] = node.type === 'path' ? node.nodes : []
    const word = first?.type === 'identifier' ? first.name : ''
    if (word === 'end') {
      if (stack.length === 1) throw new Error('not in range, nothing to end')
      stack.pop()
    } else if (word === 'range') {
      const body: TemplateNode[] = []
      stack.at(-1)?.push({ type: 'range', nodes: rest, body })
      stack.push(body)
    } else stack.at(-1)?.push(node)
  }
  return root
}

/** Nodes up to the closing brace, and where the text goes on after it. */
function parseAction(text: string, from: number, depth = 0): { nodes: PathNode[]; end: number } {
  if (depth > limits.depth) throw new Error('the template is nested too deep')
  const nodes: PathNode[] = []
  let at = from
  const word = () => {
    let value = ''
    while (at < text.length && !terminators.has(text[at] as string)) {
      if (text[at] === '\\') at++
      value += text[at++] ?? ''
    }
    return value
  }
  const field = () => {
    const name = word()
    nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name })
  }
  for (;;) {
    const character = text[at] ?? ''
    if (character === '}') return { nodes, end: at + 1 }
    if (character === '' || character === '\n' || character === '\r') throw new Error('unclosed action')
    if (text.startsWith('[?(', at)) at = parseFilter(text, at + 3, nodes, depth)
    else if (text.startsWith('..', at)) {
      if (nodes.at(-1)?.type === 'recursive') throw new Error('invalid multiple recursive descent')
      at += 2
      nodes.push({ type: 'recursive' })
      if (/[\p{L}\p{Nd}_]/u.test(text[at] ?? '')) field()
    } else if (character === ' ' || character === '@' || character === '$') at++
    else if (character === '[') at = parseBrackets(text, at, nodes, depth)
    else if (character === '"' || character === "'") at = parseQuoted(text, at, nodes)
    else if (character === '.') {
      at++
      field()
    } else if (/[-+\d]/.test(character)) {
      const number = /^[-+]?[\d.]*/.exec(text.slice(at))?.[0] ?? ''
      if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(number)) throw new Error(`cannot parse number ${number}`)
      nodes.push({ type: 'literal', value: Number(number) })
      at += number.length
    } else if (/[\p{L}_]/u.test(character)) {
      const name = word()
      nodes.push(
        name === 'true' || name === 'false'
          ? { type: 'literal', value: name === 'true' }
          : { type: 'identifier', name },
      )
    } else {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      throw new Error(`unrecognized character in action: U+${code} '${character}'`)
    }
  }
}

function parseQuoted(text: string, from: number, nodes: PathNode[]): number {
  const quote = text[from] as string
  let at = from + 1
  while (text[at] !== quote) {
    if (at >= text.length || text[at] === '\n') throw new Error('unterminated quoted string')
    at += text[at] === '\\' ? 2 : 1
  }
  nodes.push({ type: 'text', text: unquote(text.slice(from + 1, at)) })
  return at + 1
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
}

function unquote(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, sequence: string) =>
    sequence.length > 1
      ? String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
      : (simpleEscapes[sequence] ?? sequence),
  )
}

function parseBrackets(text: string, from: number, nodes: PathNode[], depth: number): number {
  const close = text.indexOf(']', from)
  if (close < 0 || text.slice(from, close).includes('\n')) throw new Error('unterminated array')
  const inside = text.slice(from + 1, close)
  const parts = inside.split(',')
  if (parts.length > 1) {
    const paths = parts.map(part => parseAction(`[${part.trim()}]}`, 0, depth + 1).nodes)
    nodes.push({ type: 'union', paths })
    return close + 1
  }
  const key = /^'([^']*)'$/.exec(inside)?.[1]
  if (key !== undefined) {
    nodes.push(...parseAction(`.${key}}`, 0, depth + 1).nodes)
    return close + 1
  }
  const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(inside === '*' ? ':' : inside)
  if (!slice) throw new Error(`invalid array index ${inside}`)
  const bound = (part: string | undefined) => {
    const digits = (part ?? '').replace(':', '')
    return digits === '' ? undefined : Number(digits)
  }
  const [, start, end, step] = slice
  nodes.push({
    type: 'slice',
    start: bound(start),
    end: bound(end),
    step: bound(step),
    index: end === undefined,
  })
  return close + 1
}

function parseFilter(text: string, from: number, nodes: PathNode[], depth: number): number {
  let quote = ''
  let at = from
  for (; quote !== '' || text[at] !== ')'; at++) {
    const character = text[at]
    if (character === undefined || character === '\n') throw new Error('unterminated filter')
    if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === quote && text[at - 1] !== '\\') quote = ''
  }
  if (text[at + 1] !== ']') throw new Error('unclosed array expect ]')
  const inside = text.slice(from, at)
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/s.exec(inside) ?? []
  const parse = (part: string) => parseAction(`${part}}`, 0, depth + 1).nodes
  nodes.push(
    left !== undefined && operator !== undefined && right !== undefined
      ? { type: 'filter', left: parse(left), operator, right: parse(right) }
      : { type: 'filter', left: parse(inside), operator: 'exists', right: [] },
  )
  return at + 2
}
