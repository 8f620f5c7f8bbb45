import { RE2JS } from 're2js'
import { evaluate } from '../expansion/arithmetic'
import { arithmeticVariables, look } from '../expansion/lookup'
import { expandPattern, expandRegex, expandText } from '../expansion/word'
import { limits } from '../limits'
import { type Context, optionNames } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { ConditionalNode } from '../syntax'
import { compareFiles, testFile } from './file-tests'

/** Whether `[[ ... ]]` holds. */
export async function evaluateConditional(context: Context, node: ConditionalNode): Promise<boolean> {
  switch (node.type) {
    case 'CondAnd':
      return (await evaluateConditional(context, node.left)) && evaluateConditional(context, node.right)
    case 'CondOr':
      return (await evaluateConditional(context, node.left)) || evaluateConditional(context, node.right)
    case 'CondNot':
      return !(await evaluateConditional(context, node.operand))
    case 'CondGroup':
      return evaluateConditional(context, node.expression)
    case 'CondWord':
      return (await expandText(context, node.word)) !== ''
    case 'CondUnary':
      return testUnary(context, node.operator, await expandText(context, node.operand))
    case 'CondBinary':
      return testBinary(context, node)
  }
}

async function testBinary(
  context: Context,
  { operator, left, right }: Extract<ConditionalNode, { type: 'CondBinary' }>,
): Promise<boolean> {
  const value = await expandText(context, left)
  if (operator === '=' || operator === '==') return (await expandPattern(context, right)).matches(value)
  if (operator === '!=') return !(await expandPattern(context, right)).matches(value)
  if (operator === '=~') return matchRegex(context, value, await expandRegex(context, right))
  return compare(context, operator, value, await expandText(context, right))
}

/** The comparisons that `test` and `[[ ]]` share. */
export async function compare(
  context: Context,
  operator: string,
  left: string,
  right: string,
  number: (text: string) => bigint = text => evaluate(text, arithmeticVariables(context)),
): Promise<boolean> {
  switch (operator) {
    case '<':
      return left < right
    case '>':
      return left > right
    case '-eq':
      return number(left) === number(right)
    case '-ne':
      return number(left) !== number(right)
    case '-lt':
      return number(left) < number(right)
    case '-le':
      return number(left) <= number(right)
    case '-gt':
      return number(left) > number(right)
    case '-ge':
      return number(left) >= number(right)
    default:
      return compareFiles(context, operator, left, right)
  }
}

/** The tests of one operand that `test` and `[[ ]]` share. */
export async function testUnary(context: Context, operator: string, operand: string): Promise<boolean> {
  switch (operator) {
    case '-z':
      return operand === ''
    case '-n':
      return operand !== ''
    case '-v': {
      const looked = look(context, operand)
      return looked.list ? looked.values.length > 0 : looked.value !== undefined
    }
    case '-o':
      return operand in optionNames && context.options.has(operand as keyof typeof optionNames)
    case '-R':
      return context.variables.find(operand)?.reference ?? false
    case '-t': {
      const ends = context.descriptors.get(Number(operand))?.ends
      return Boolean(ends?.input?.tty ?? ends?.output?.tty)
    }
    default:
      return testFile(context, operator, operand)
  }
}

function matchRegex(context: Context, value: string, source: string): boolean {
  if (value.length * source.length > limits.matching) throw new ShellError('regular expression too long', 2)
  let regex: RE2JS
  try {
    regex = RE2JS.compile(source, RE2JS.DOTALL)
  } catch {
    throw new ShellError('invalid regular expression', 2)
  }
  const matcher = regex.matcher(value)
  const found = matcher.find()
  context.variables.clearArray('BASH_REMATCH')
  if (!found) return false
  for (let group = 0; group <= matcher.groupCount(); group++)
    context.variables.setElement('BASH_REMATCH', group, matcher.group(group) ?? '')
  return true
}
