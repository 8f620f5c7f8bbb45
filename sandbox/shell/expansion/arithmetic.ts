import { ShellError } from '../state/control-flow'

/** What arithmetic sees of the shell: variables as text. Element names come as `name[subscript]`. */
export type ArithmeticVariables = {
  get(name: string, subscript?: string): string | undefined
  set(name: string, value: string, subscript?: string): void
}

const deepest = 100
const longest = 100_000

/**
 * The value of an arithmetic expression ($((...)), ((...)), subscripts, offsets), in 64 bits as bash calculates.
 * Throws `ShellError` with bash's messages.
 */
export function evaluate(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > deepest)
    throw new ShellError(`${text}: expression recursion level exceeded (error token is "${text}")`, 1, true)
  if (text.length > longest) throw new ShellError('expression too long', 1, true)
  return new Evaluation(text, variables, depth).run()
}

type Place = { name: string; subscript?: string }

const assignments = ['<<=', '>>=', '+=', '-=', '*=', '/=', '%=', '&=', '^=', '|=', '=']

/** Operators by how tightly they bind, loosest first; all of them left to right. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

class Evaluation {
  #at = 0
  /** Where the last token began, for error messages. */
  #token = 0
  /** Above 0 in a branch that is not taken (`0 && x++`): nothing is looked up or set. */
  #skipping = 0
  #nesting = 0

  constructor(
    private readonly text: string,
    private readonly variables: ArithmeticVariables,
    private readonly depth: number,
  ) {}

  run(): bigint {
    this.#blank()
    if (this.#at >= this.text.length) return 0n
    const value = this.#comma()
    this.#blank()
    if (this.#at < this.text.length) this.#fail('syntax error in expression')
    return value
  }

  #comma(): bigint {
    let value = this.#assignment()
    while (this.#take(',')) value = this.#assignment()
    return value
  }

  #assignment(): bigint {
    if (++this.#nesting > deepest) this.#fail('expression recursion level exceeded')
    try {
      const start = this.#at
      const place = this.#place()
      if (place) {
        this.#blank()
        const operator = assignments.find(sign => this.text.startsWith(sign, this.#at))
        if (operator && !(operator === '=' && this.text[this.#at + 1] === '=')) {
          this.#at += operator.length
          const right = this.#assignment()
          const value =
            operator === '=' ? right : this.#apply(operator.slice(0, -1), this.#load(place), right)
          return this.#store(place, value)
        }
      }
      this.#at = start
      return this.#ternary()
    } finally {
      this.#nesting--
    }
  }

  #ternary(): bigint {
    const condition = this.#binary(0)
    if (!this.#take('?')) return condition
    const yes = this.#branch(condition !== 0n, () => this.#comma())
    if (!this.#take(':')) this.#fail("`:' expected for conditional expression")
    const no = this.#branch(condition === 0n, () => this.#assignment())
    return condition !== 0n ? yes : no
  }

  #binary(level: number): bigint {
    const operators = levels[level]
    if (!operators) return this.#power()
    let left = this.#binary(level + 1)
    for (;;) {
      const operator = this.#operator(operators)
      if (!operator) return left
      if (operator === '&&') {
        const right = this.#branch(left !== 0n, () => this.#binary(level + 1))
        left = left !== 0n && right !== 0n ? 1n : 0n
      } else if (operator === '||') {
        const right = this.#branch(left === 0n, () => this.#binary(level + 1))
        left = left !== 0n || right !== 0n ? 1n : 0n
      } else {
        left = this.#apply(operator, left, this.#binary(level + 1))
      }
    }
  }

  #operator(operators: readonly string[]): string | undefined {
    this.#blank()
    const found = operators.find(sign => this.text.startsWith(sign, this.#at))
    if (!found) return undefined
    const after = this.text[this.#at + found.length]
    // `&` is not `&&`, `<` not `<<`, `+` not `+=`, `*` not `**`.
    if (after === '=' && !['==', '!=', '<=', '>='].includes(found)) return undefined
    if (found.length === 1 && '&|<>*'.includes(found) && after === found) return undefined
    this.#token = this.#at
    this.#at += found.length
    return found
  }

  #power(): bigint {
    const base = this.#unary()
    if (!this.#take('**')) return base
    const exponent = this.#power()
    if (exponent < 0n) this.#fail('exponent less than 0')
    return this.#skipping > 0 ? 0n : powerOf(base, exponent)
  }

  #unary(): bigint {
    this.#blank()
    for (const sign of ['++', '--']) {
      if (!this.text.startsWith(sign, this.#at)) continue
      const start = this.#at
      this.#at += 2
      const place = this.#place()
      if (place) return this.#store(place, this.#load(place) + (sign === '++' ? 1n : -1n))
      this.#at = start
    }
    const sign = this.text[this.#at]
    if (sign && '!~+-'.includes(sign)) {
      if (++this.#nesting > deepest) this.#fail('expression recursion level exceeded')
      this.#at++
      const value = this.#unary()
      this.#nesting--
      if (sign === '!') return value === 0n ? 1n : 0n
      if (sign === '~') return wrap(~value)
      return sign === '-' ? wrap(-value) : value
    }
    return this.#primary()
  }

  #primary(): bigint {
    if (this.#take('(')) {
      const value = this.#comma()
      if (!this.#take(')')) this.#fail("missing `)'")
      return value
    }
    const place = this.#place()
    if (place) {
      for (const sign of ['++', '--']) {
        if (!this.#take(sign)) continue
        const before = this.#load(place)
        this.#store(place, before + (sign === '++' ? 1n : -1n))
        return before
      }
      return this.#load(place)
    }
    return this.#number()
  }

  #place(): Place | undefined {
    this.#blank()
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(this.text.slice(this.#at, this.#at + 256))?.[0]
    if (!name) return undefined
    this.#token = this.#at
    this.#at += name.length
    if (this.text[this.#at] !== '[') return { name }
    let nested = 0
    for (let end = this.#at; end < this.text.length; end++) {
      if (this.text[end] === '[') nested++
      if (this.text[end] === ']' && --nested === 0) {
        const subscript = this.text.slice(this.#at + 1, end)
        this.#at = end + 1
        return { name, subscript }
      }
    }
    return this.#fail('bad array subscript')
  }

  #number(): bigint {
    this.#blank()
    const digits = /^[0-9][0-9A-Za-z@_#]*/.exec(this.text.slice(this.#at, this.#at + 128))?.[0]
    if (!digits) return this.#fail('syntax error: operand expected')
    const value = parseNumber(digits)
    if (typeof value === 'string') return this.#fail(value)
    this.#token = this.#at
    this.#at += digits.length
    return value
  }

  #load({ name, subscript }: Place): bigint {
    if (this.#skipping > 0) return 0n
    const text = this.variables.get(name, subscript)
    if (text === undefined || text.trim() === '') return 0n
    if (/^\s*-?(0|[1-9][0-9]{0,17})\s*$/.test(text)) return BigInt(text.trim())
    return evaluate(text, this.variables, this.depth + 1)
  }

  #store({ name, subscript }: Place, value: bigint): bigint {
    const wrapped = wrap(value)
    if (this.#skipping === 0) this.variables.set(name, String(wrapped), subscript)
    return wrapped
  }

  #branch(taken: boolean, work: () => bigint): bigint {
    if (!taken) this.#skipping++
    try {
      return work()
    } finally {
      if (!taken) this.#skipping--
    }
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    if (this.#skipping > 0) return 0n
    if ((operator === '/' || operator === '%') && right === 0n) this.#fail('division by 0')
    return wrap(operations[operator]!(left, right))
  }

  #take(sign: string): boolean {
    this.#blank()
    if (!this.text.startsWith(sign, this.#at)) return false
    this.#token = this.#at
    this.#at += sign.length
    return true
  }

  #blank(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at++
  }

  #fail(message: string): never {
    const token = this.text.slice(this.#at).trimStart() || this.text.slice(this.#token)
    throw new ShellError(`${this.text.trimStart()}: ${message} (error token is "${token}")`, 1, true)
  }
}

const operations: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value)
}

function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let factor = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = wrap(result * factor)
    factor = wrap(factor * factor)
  }
  return result
}

const digitsOfBase = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'

/** A constant: decimal, 0 octal, 0x hexadecimal, base#digits; or bash's complaint. */
function parseNumber(text: string): bigint | string {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return wrap(BigInt(text))
  if (/^0[0-9]+$/.test(text))
    return /^[0-7]+$/.test(text) ? wrap(BigInt(`0o${text}`)) : 'value too great for base'
  if (/^[0-9]+$/.test(text)) return wrap(BigInt(text))
  const based = /^([0-9]+)#([0-9A-Za-z@_]+)$/.exec(text)
  if (!based) return 'value too great for base'
  const base = Number(based[1])
  if (base < 2 || base > 64) return 'invalid arithmetic base'
  let value = 0n
  for (const digit of based[2]!) {
    const worth = digitsOfBase.indexOf(base <= 36 ? digit.toLowerCase() : digit)
    if (worth < 0 || worth >= base) return 'value too great for base'
    value = wrap(value * BigInt(base) + BigInt(worth))
  }
  return value
}
