import { setFlagsFromString } from 'node:v8'

// V8's linear engine, reached by the flag `l`: a pattern from outside cannot make a match take for ever.
setFlagsFromString('--enable-experimental-regexp-engine')

const longest = 4_096
const compiled = new Map<string, RegExp | undefined>()
const remembered = 1_000

/**
 * Does a text match a pattern that a client wrote? Takes time linear in the text. A pattern that V8 cannot run so
 * (very large repetitions) lets everything pass.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!compiled.has(pattern)) {
    if (compiled.size >= remembered) compiled.clear()
    compiled.set(pattern, linear(pattern))
  }
  return compiled.get(pattern)?.test(text) ?? true
}

/** What is wrong with a pattern; undefined if nothing is. */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern)
    return undefined
  } catch (error) {
    const [, why = 'invalid pattern'] = /: ([^:]*)$/.exec((error as Error).message) ?? []
    return `error parsing regexp: ${why.toLowerCase()}: \`${pattern}\``
  }
}

function linear(pattern: string): RegExp | undefined {
  if (pattern.length > longest) return undefined
  try {
    return new RegExp(pattern, 'l')
  } catch {
    return undefined
  }
}
