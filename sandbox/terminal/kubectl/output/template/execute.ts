import { goQuote, goSprint } from '../go-format'
import type { Call, Control, Node, Operand, Pipeline, Place } from './parse'

/** Work one template may do: nodes executed, characters written. */
const limits = { steps: 200_000, output: 4_000_000 }

type Scope = { variables: Map<string, unknown>; parent?: Scope }
class LoopControl extends Error {
  constructor(readonly kind: 'break' | 'continue') {
    super(kind)
  }
}

/** What went wrong, and where in the template: the message is text/template's. */
export class TemplateError extends Error {
  constructor(
    message: string,
    readonly place: Place | undefined,
    /** What was written before it. */
    readonly written: string,
  ) {
    super(message)
    this.name = 'TemplateError'
  }
}

/** Go's text/template over JSON data. Throws `TemplateError`. */
export function executeGoTemplate(nodes: readonly Node[], data: unknown): string {
  let output = ''
  /** What is being looked at. */
  let place: Place | undefined
  let steps = 0
  const write = (text: string) => {
    output += text
    if (output.length > limits.output) throw new Error('the output of the template is too large')
  }

  const run = (list: readonly Node[], dot: unknown, scope: Scope) => {
    for (const node of list) {
      if (++steps > limits.steps) throw new Error('the template takes too long')
      if (node.type === 'text') write(node.text)
      else if (node.type === 'break' || node.type === 'continue') throw new LoopControl(node.type)
      else if (node.type === 'range') range(node, dot, scope)
      else if (node.type === 'action') {
        const value = evaluate(node.pipe, dot, scope)
        if (node.pipe.declare.length === 0) write(shown(value))
      } else {
        const inner: Scope = { variables: new Map(), parent: scope }
        const value = evaluate(node.pipe, dot, inner)
        if (truth(value)) run(node.body, node.type === 'with' ? value : dot, inner)
        else run(node.otherwise, dot, inner)
      }
    }
  }

  const range = (node: Control, dot: unknown, scope: Scope) => {
    const value = evaluate({ ...node.pipe, declare: [] }, dot, scope)
    const entries = entriesOf(value)
    if (entries.length === 0) return run(node.otherwise, dot, scope)
    for (const [key, item] of entries) {
      const inner: Scope = { variables: new Map(), parent: scope }
      const [first, second] = node.pipe.declare
      if (second !== undefined) inner.variables.set(first as string, key).set(second, item)
      else if (first !== undefined) inner.variables.set(first, item)
      try {
        run(node.body, item, inner)
      } catch (error) {
        if (!(error instanceof LoopControl)) throw error
        if (error.kind === 'break') return
      }
    }
  }

  const evaluate = (pipe: Pipeline, dot: unknown, scope: Scope): unknown => {
    let piped: unknown[] = []
    for (const command of pipe.commands) piped = [call(command, piped, dot, scope)]
    const [value] = piped
    for (const name of pipe.declare) {
      const owner = pipe.assign ? ownerOf(name, scope) : scope
      owner.variables.set(name, value)
    }
    return value
  }

  const call = (command: Call, piped: unknown[], dot: unknown, scope: Scope): unknown => {
    const [first, ...rest] = command.operands as [Operand, ...Operand[]]
    place = first
    if (first.type !== 'function') {
      if (rest.length > 0) throw new Error("can't give argument to non-function")
      return operandValue(first, dot, scope)
    }
    if (first.name === 'and' || first.name === 'or') {
      return shortCircuit(first.name, [
        ...rest.map(one => () => operandValue(one, dot, scope)),
        ...piped.map(one => () => one),
      ])
    }
    const implementation = functions[first.name]
    if (!implementation) throw new Error(`function ${JSON.stringify(first.name)} not defined`)
    const args = rest.map(one => operandValue(one, dot, scope))
    place = command
    const given = [...args, ...piped]
    if (texts.has(first.name) && typeof given.at(-1) !== 'string') {
      const last = given.at(-1)
      place = first
      throw new Error(
        last === null || last === undefined
          ? 'invalid value; expected string'
          : `wrong type for value; expected string; got ${goTypeOf(last)}`,
      )
    }
    try {
      return implementation(...given)
    } catch (error) {
      throw new Error(`error calling ${first.name}: ${(error as Error).message}`)
    }
  }

  const operandValue = (operand: Operand, dot: unknown, scope: Scope): unknown => {
    place = operand
    switch (operand.type) {
      case 'dot':
        return dot
      case 'nil':
        return null
      case 'literal':
        return operand.value
      case 'field':
        return fieldOf(dot, operand.fields)
      case 'variable':
        return fieldOf(
          operand.name === '' ? data : ownerOf(operand.name, scope).variables.get(operand.name),
          operand.fields,
        )
      case 'group':
        return chained(evaluate(operand.pipe, dot, scope), operand)
      case 'function':
        return call({ operands: [operand], at: operand.at, text: operand.text }, [], dot, scope)
    }
  }

  const chained = (value: unknown, operand: Operand & { fields: string[] }) => {
    place = operand
    return fieldOf(value, operand.fields)
  }

  try {
    run(nodes, data, { variables: new Map() })
  } catch (error) {
    throw new TemplateError((error as Error).message, place, output)
  }
  return output
}

function ownerOf(name: string, scope: Scope): Scope {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.variables.has(name)) return at
  throw new Error(`undefined variable ${JSON.stringify(`$${name}`)}`)
}

/** A field of nothing is nothing: kubectl allows missing keys. */
function fieldOf(value: unknown, fields: readonly string[]): unknown {
  let current = value
  for (const name of fields) {
    if (current === null || current === undefined) return undefined
    if (typeof current !== 'object' || Array.isArray(current)) {
      throw new Error(`can't evaluate field ${name} in type interface {}`)
    }
    current = Object.hasOwn(current, name) ? (current as Record<string, unknown>)[name] : undefined
  }
  return current
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '<no value>' : goSprint(value)

function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

function entriesOf(value: unknown): [unknown, unknown][] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  if (typeof value === 'object') return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  throw new Error(`range can't iterate over ${goSprint(value)}`)
}

function shortCircuit(kind: 'and' | 'or', values: (() => unknown)[]): unknown {
  let last: unknown
  for (const value of values) {
    last = value()
    if (truth(last) === (kind === 'or')) break
  }
  return last
}

const order =
  (test: (left: number | string, right: number | string) => boolean) =>
  (left: unknown, right: unknown): boolean => {
    if ([left, right].some(one => one === null || one === undefined || typeof one === 'object'))
      throw new Error('invalid type for comparison')
    if (typeof left !== typeof right) throw new Error('incompatible types for comparison')
    return test(left as number, right as number)
  }

/** Functions that take one text and nothing else. */
const texts: ReadonlySet<string> = new Set(['base64decode'])

function lengthOf(value: unknown): number {
  if (value === null || value === undefined)
    throw new Error('reflect: call of reflect.Value.Type on zero Value')
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value !== 'object') throw new Error(`len of type ${goTypeOf(value)}`)
  return entriesOf(value).length
}

/** The type that a value of decoded JSON has in Go. */
function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

/** The functions of text/template, and the two that kubectl adds. */
const functions: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  eq: (first, ...others) => others.some(other => other === first),
  ne: (left, right) => left !== right,
  lt: order((left, right) => left < right),
  le: order((left, right) => left <= right),
  gt: order((left, right) => left > right),
  ge: order((left, right) => left >= right),
  not: value => !truth(value),
  len: lengthOf,
  index: (value, ...keys) => keys.reduce((at, key) => indexOf(at, key), value),
  slice: (value, from = 0, to) =>
    (value as string | unknown[]).slice(from as number, to as number | undefined),
  print: (...args) => args.map(goSprint).join(''),
  println: (...args) => `${args.map(goSprint).join(' ')}\n`,
  printf: (format, ...args) => sprintf(String(format), args),
  html: value =>
    goSprint(value).replace(
      /[&<>"']/g,
      one => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;' })[one] ?? '&#39;',
    ),
  js: value =>
    goSprint(value).replace(/['"\\<>&=]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  urlquery: value => encodeURIComponent(goSprint(value)).replaceAll('%20', '+'),
  exists: (value, ...keys) => {
    let current: unknown = value
    for (const key of keys) {
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key as string))
        return false
      current = (current as Record<string, unknown>)[key as string]
    }
    return true
  },
  base64decode: value =>
    new TextDecoder().decode(Uint8Array.from(atob(String(value)), one => one.charCodeAt(0))),
}

function indexOf(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) throw new Error('index of untyped nil')
  if (Array.isArray(value)) {
    if (typeof key !== 'number') throw new Error(`cannot index slice/array with type ${typeof key}`)
    if (key < 0 || key >= value.length) throw new Error('reflect: slice index out of range')
    return value[key]
  }
  return typeof value === 'object' && Object.hasOwn(value, String(key))
    ? (value as Record<string, unknown>)[String(key)]
    : undefined
}

function sprintf(format: string, args: readonly unknown[]): string {
  let next = 0
  return format.replace(
    /%([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (whole, flags: string, width: string, precision: string, verb: string) => {
      if (verb === '%') return '%'
      if (next >= args.length) return `%!${verb}(MISSING)`
      const value = args[next++]
      const text = formatVerb(verb, value, precision) ?? `%!${verb}(${goSprint(value)})`
      if (whole === '') return text
      const size = Math.min(Number(width || 0), 1000)
      if (flags.includes('-')) return text.padEnd(size)
      return text.padStart(size, flags.includes('0') ? '0' : ' ')
    },
  )
}

function formatVerb(verb: string, value: unknown, precision: string | undefined): string | undefined {
  if (verb === 'v' || verb === 's' || verb === 'd' || verb === 't') return goSprint(value)
  if (verb === 'q' && (value === null || value === undefined)) return '%!q(<nil>)'
  if (verb === 'q') return goQuote(goSprint(value))
  if (verb === 'x')
    return typeof value === 'number' ? value.toString(16) : Buffer.from(goSprint(value)).toString('hex')
  if (verb === 'f' && typeof value === 'number') return value.toFixed(Math.min(Number(precision ?? 6), 100))
  if (verb === 'T') return goTypeOf(value)
  return undefined
}
