import { labelValue, qualifiedName } from '../../resources/validation/names'
import { badRequest } from '../status'

type Labels = Readonly<Record<string, string>>
export type LabelMatch = (labels: Labels) => boolean

const operators = ['in', 'notin'] as const
const symbols = ['=', '==', '!=', 'gt', 'lt'] as const

/** Texts of a selector: symbols alone, everything else up to a symbol or a blank. */
const tokens = (text: string): string[] => text.match(/==|!=|[=!<>(),]|[^\s=!<>(),]+/g) ?? []

/**
 * Parses what `kubectl -l` sends: `app=web,tier in (a,b),!old,n>3`.
 * Throws BadRequest with the messages of apimachinery's labels.Parse.
 */
export function parseLabelSelector(text: string): LabelMatch {
  const input = tokens(text)
  let at = 0
  const peek = () => input[at] ?? ''
  const next = () => input[at++] ?? ''
  const fail = (message: string) => badRequest(`unable to parse requirement: ${message}`)

  const matches: LabelMatch[] = []
  if (input.length === 0) return () => true
  if (/^[=<>(),]/.test(peek()) || peek() === '!=') {
    throw badRequest(`found '${peek()}', expected: !, identifier, or 'end of string'`)
  }
  for (;;) {
    matches.push(requirement())
    const end = next()
    if (end === '') return labels => matches.every(match => match(labels))
    if (end !== ',') throw badRequest(`found '${end}', expected: ',' or 'end of string'`)
    const after = peek()
    if (after === '' || after === '!=' || /^[=<>(),]/.test(after))
      throw badRequest(`found '${after}', expected: identifier after ','`)
  }

  function requirement(): LabelMatch {
    const negated = peek() === '!'
    if (negated) next()
    const key = next()
    if (!key || /^[=!<>(),]/.test(key)) throw fail(`found '${key}', expected: identifier`)
    const [error] = qualifiedName(key)
    if (error) throw fail(`<nil>: Invalid value: ${JSON.stringify(key)}: ${error}`)
    if (negated) return labels => !has(labels, key)
    const operator = peek()
    if (operator === '' || operator === ',') return labels => has(labels, key)
    next()
    switch (operator) {
      case '=':
      case '==': {
        const value = exact(key)
        return labels => has(labels, key) && labels[key] === value
      }
      case '!=': {
        const value = exact(key)
        return labels => !has(labels, key) || labels[key] !== value
      }
      case 'in':
      case 'notin': {
        const values = list(key)
        return operator === 'in'
          ? labels => has(labels, key) && values.has(labels[key]!)
          : labels => !has(labels, key) || !values.has(labels[key]!)
      }
      case '<':
      case '>': {
        const value = exact(key)
        if (!/^[+-]?\d+$/.test(value))
          throw fail(
            `values[0]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
          )
        return labels => {
          if (!has(labels, key) || !/^[+-]?\d+$/.test(labels[key]!)) return false
          return operator === '<' ? Number(labels[key]) < Number(value) : Number(labels[key]) > Number(value)
        }
      }
      default:
        throw fail(`found '${operator}', expected: ${[...operators, ...symbols].join(', ')}`)
    }
  }

  function exact(key: string): string {
    const value = peek()
    if (value === '' || value === ',') return ''
    if (/^[=!<>()]/.test(value)) throw fail(`found '${value}', expected: identifier`)
    next()
    return checked(key, value)
  }

  function list(key: string): Set<string> {
    const open = next()
    if (open !== '(') throw fail(`found '${open}' expected: '('`)
    const values = new Set<string>()
    for (;;) {
      const value = peek() === ',' || peek() === ')' ? '' : next()
      values.add(checked(key, value))
      const end = next()
      if (end === ')') return values
      if (end !== ',') throw fail(`found '${end}', expected: ',' or ')'`)
    }
  }

  function checked(key: string, value: string): string {
    const [error] = labelValue(value)
    if (error) throw fail(`values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${error}`)
    return value
  }
}

const has = (labels: Labels, key: string) => Object.hasOwn(labels, key)
