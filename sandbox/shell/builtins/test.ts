import { compare, testUnary } from '../interpreter/conditional'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { Builtin } from './builtin'

const binary = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
])

/** `test` by POSIX' rules for up to four arguments, and `-a`, `-o`, `!`, parentheses beyond. */
const test: Builtin = async (context, args, name) => {
  let words = [...args]
  if (name === '[') {
    if (words.at(-1) !== ']') throw new ShellError("[: missing `]'", 2)
    words = words.slice(0, -1)
  }
  if (words.length === 0) return 1
  const expression = new Expression(context, name, words)
  return (await expression.value()) ? 0 : 1
}

class Expression {
  #at = 0

  constructor(
    private readonly context: Context,
    private readonly name: string,
    private readonly words: readonly string[],
  ) {}

  async value(): Promise<boolean> {
    const value = await this.#or()
    if (this.#at < this.words.length) this.#fail('too many arguments')
    return value
  }

  async #or(): Promise<boolean> {
    let value = await this.#and()
    while (this.words[this.#at] === '-o') {
      this.#at++
      const right = await this.#and()
      value ||= right
    }
    return value
  }

  async #and(): Promise<boolean> {
    let value = await this.#not()
    while (this.words[this.#at] === '-a') {
      this.#at++
      const right = await this.#not()
      value &&= right
    }
    return value
  }

  async #not(): Promise<boolean> {
    const left = this.words.length - this.#at
    if (this.words[this.#at] === '!' && left > 1 && !(left === 3 && binary.has(this.words[this.#at + 1]!))) {
      this.#at++
      return !(await this.#not())
    }
    return this.#primary()
  }

  async #primary(): Promise<boolean> {
    const [first, operator, second] = this.words.slice(this.#at, this.#at + 3)
    if (first === undefined) return this.#fail('argument expected')
    if (operator !== undefined && second !== undefined && binary.has(operator)) {
      this.#at += 3
      return this.#compare(operator, first, second)
    }
    if (first === '(' && this.words.length - this.#at > 1) {
      this.#at++
      const value = await this.#or()
      if (this.words[this.#at++] !== ')') this.#fail("`)' expected")
      return value
    }
    if (/^-[a-zA-Z]$/.test(first) && operator !== undefined && !['-a', '-o'].includes(operator)) {
      this.#at += 2
      return testUnary(this.context, first, operator)
    }
    if (this.words.length - this.#at === 2 && this.words.length === 2)
      return this.#fail(`${first}: unary operator expected`)
    if (this.words.length === 3 && this.#at === 0 && !['-a', '-o'].includes(operator ?? ''))
      return this.#fail(`${operator}: binary operator expected`)
    this.#at++
    return first !== ''
  }

  #compare(operator: string, left: string, right: string): Promise<boolean> {
    if (operator === '=' || operator === '==') return Promise.resolve(left === right)
    if (operator === '!=') return Promise.resolve(left !== right)
    return compare(this.context, operator, left, right, text => {
      if (!/^\s*[+-]?\d+\s*$/.test(text)) this.#fail(`${text}: integer expression expected`)
      return BigInt(text.trim().replace(/^\+/, ''))
    })
  }

  #fail(message: string): never {
    throw new ShellError(`${this.name}: ${message}`, 2)
  }
}

export const testBuiltins: Readonly<Record<string, Builtin>> = { test, '[': test }
