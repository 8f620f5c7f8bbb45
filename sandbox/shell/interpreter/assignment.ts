import { serialize } from 'just-bash'
import { evaluate } from '../expansion/arithmetic'
import { arithmeticVariables, keyOf } from '../expansion/lookup'
import { quoteIfNeeded } from '../expansion/transform'
import { expandQuotedText, expandText, expandWords } from '../expansion/word'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { Variable } from '../state/variables'
import { type AssignmentNode, parseScript, type WordNode } from '../syntax'

/** Makes assignments last. Answers how `set -x` shows them. */
export async function assignVariables(
  context: Context,
  assignments: readonly AssignmentNode[],
): Promise<string[]> {
  const shown: string[] = []
  for (const assignment of assignments) {
    if (assignment.array) {
      await assignArray(context, assignment)
      continue
    }
    const value = assignment.value ? await expandText(context, assignment.value) : ''
    await assignOne(context, assignment.name, value, assignment.append)
    shown.push(`${assignment.name}${assignment.append ? '+' : ''}=${quoteIfNeeded(value)}`)
    if (context.options.has('allexport')) context.variables.find(assignment.name)!.exported = true
  }
  return shown
}

/** `name=value`, `name+=value`, `name[subscript]=value`. */
export async function assignOne(
  context: Context,
  place: string,
  value: string,
  append: boolean,
): Promise<void> {
  const { variables } = context
  const element = /^([A-Za-z_]\w*)\[([\s\S]*)\]$/.exec(place)
  const name = element?.[1] ?? place
  const integer = variables.find(name)?.integer ?? false
  const calculated = (text: string) => (integer ? String(evaluate(text, arithmeticVariables(context))) : text)
  if (!element) {
    const before = append ? (variables.get(name) ?? '') : ''
    variables.set(
      name,
      integer && append ? calculated(`(${before || 0})+(${value})`) : calculated(before + value),
    )
    return
  }
  const key = keyOf(context, name, await subscriptText(context, element[2]!))
  const before = append ? (variables.find(name)?.elements.get(key) ?? '') : ''
  variables.setElement(name, key, calculated(before + value))
}

async function subscriptText(context: Context, text: string): Promise<string> {
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1)
  return expandQuotedText(context, text)
}

/** `name=(words)`: elements in order, or by `[key]=value`. */
async function assignArray(context: Context, { name, array, append }: AssignmentNode): Promise<void> {
  const { variables } = context
  const elements: Array<{ key: string | undefined; value: string }> = []
  for (const word of joinKeys(array ?? [])) {
    const keyed = await keyedElement(context, word)
    if (keyed) elements.push(keyed)
    else for (const value of await expandWords(context, [word])) elements.push({ key: undefined, value })
  }
  const existing = variables.find(name)
  if (!append || !existing) variables.clearArray(name)
  else if (existing.kind === 'scalar' && existing.value !== undefined)
    variables.setElement(name, 0, existing.value)
  const variable = variables.find(name)!
  let index = variable.kind === 'indexed' ? Math.max(-1, ...[...variable.elements.keys()].map(Number)) + 1 : 0
  for (const { key, value } of elements) {
    if (variable.kind === 'associative') {
      if (key === undefined)
        throw new ShellError(`${name}: ${value}: must use subscript when assigning associative array`)
      variables.setElement(name, key, value)
      continue
    }
    if (key !== undefined) index = Number(keyOf(context, name, key))
    variables.setElement(name, index++, value)
  }
}

/** `[b c]=x` reaches us as two words, divided at the blank of the key. */
function joinKeys(words: readonly WordNode[]): WordNode[] {
  const joined: WordNode[] = []
  let open: WordNode | undefined
  for (const word of words) {
    const first = word.parts[0]
    const text = word.parts.map(part => (part.type === 'Literal' ? part.value : '')).join('')
    if (open) {
      open.parts.push({ type: 'Literal', value: ' ' }, ...word.parts)
      if (text.includes(']=')) open = undefined
    } else if (first?.type === 'Glob' && first.pattern === '[' && !text.includes(']=')) {
      open = { type: 'Word', parts: [{ type: 'Literal', value: '[' }, ...word.parts.slice(1)] }
      joined.push(open)
    } else joined.push(word)
  }
  return joined
}

async function keyedElement(
  context: Context,
  word: WordNode,
): Promise<{ key: string; value: string } | undefined> {
  const [first, second, ...rest] = word.parts
  if (first?.type === 'Glob' && second?.type === 'Literal' && second.value.startsWith('=')) {
    const key = await subscriptText(context, first.pattern.slice(1, -1))
    const value: WordNode = {
      type: 'Word',
      parts: [{ type: 'Literal', value: second.value.slice(1) }, ...rest],
    }
    return { key, value: await expandText(context, value) }
  }
  // A key with an expansion in it comes in several parts: `[`, `$x`, `]=value`.
  const opening = first?.type === 'Literal' ? first.value : first?.type === 'Glob' ? first.pattern : ''
  if (!opening.startsWith('[')) return undefined
  const close = word.parts.findIndex(part => part.type === 'Literal' && part.value.includes(']='))
  const closing = word.parts[close]
  if (closing?.type !== 'Literal') return undefined
  const at = closing.value.indexOf(']=')
  const keyParts: WordNode['parts'] =
    close === 0
      ? [{ type: 'Literal', value: opening.slice(1, at) }]
      : [
          { type: 'Literal', value: opening.slice(1) },
          ...word.parts.slice(1, close),
          { type: 'Literal', value: closing.value.slice(0, at) },
        ]
  return {
    key: await expandText(context, { type: 'Word', parts: keyParts }),
    value: await expandText(context, {
      type: 'Word',
      parts: [{ type: 'Literal', value: closing.value.slice(at + 2) }, ...word.parts.slice(close + 1)],
    }),
  }
}

/** Arrays among the arguments of `declare` and its like: the parser leaves them as words. */
export async function assignArguments(
  context: Context,
  builtin: string,
  words: readonly WordNode[],
): Promise<void> {
  for (const word of words) {
    const first = word.parts[0]
    if (first?.type !== 'Literal' || !/^[A-Za-z_]\w*\+?=\(/.test(first.value)) continue
    const source = word.parts.map(sourceOf).join('')
    const command = parseScript(source).statements[0]?.pipelines[0]?.commands[0]
    if (command?.type !== 'SimpleCommand' || !command.assignments[0]?.array) continue
    const flags = words
      .map(each => each.parts[0])
      .filter(part => part?.type === 'Literal' && /^-[A-Za-z]+$/.test(part.value))
      .map(part => (part?.type === 'Literal' ? part.value : ''))
      .join('')
    const variable = declare(context, builtin, command.assignments[0].name, flags)
    if (flags.includes('A')) variable.kind = 'associative'
    await assignArray(context, command.assignments[0])
  }
}

function declare(context: Context, builtin: string, name: string, flags: string): Variable {
  const local = context.variables.depth > 1 && ['declare', 'typeset', 'local'].includes(builtin)
  return local && !flags.includes('g')
    ? context.variables.declareLocal(name)
    : context.variables.declareGlobal(name)
}

/** A part of a word as it was typed. */
function sourceOf(part: WordNode['parts'][number]): string {
  if (part.type === 'Literal') return part.value
  // A key with blanks is quoted, for else it would be two words.
  if (part.type === 'Glob') return part.pattern.replace(/^\[([^'"]*\s[^'"]*)\]$/, '["$1"]')
  return serialize({
    type: 'Script',
    statements: [
      {
        type: 'Statement',
        pipelines: [
          {
            type: 'Pipeline',
            negated: false,
            commands: [
              {
                type: 'SimpleCommand',
                name: { type: 'Word', parts: [part] },
                args: [],
                assignments: [],
                redirections: [],
              },
            ],
          },
        ],
        operators: [],
        background: false,
      },
    ],
  }).trim()
}

/**
 * Runs work with the assignments in force for it alone (`X=1 command`).
 * @param exported for a program: they are in its environment, whatever they were before
 */
export async function withTemporaryVariables(
  context: Context,
  assignments: readonly AssignmentNode[],
  work: () => Promise<number>,
  exported = true,
): Promise<number> {
  if (assignments.length === 0) return work()
  const { variables } = context
  const values: Array<[string, string]> = []
  for (const { name, value, append } of assignments) {
    const text = value ? await expandText(context, value) : ''
    values.push([name, append ? (variables.get(name) ?? '') + text : text])
  }
  variables.enter()
  try {
    for (const [name, value] of values) {
      const variable = variables.declareLocal(name)
      variable.exported = exported
      variables.set(name, value)
    }
    return await work()
  } finally {
    variables.leave()
  }
}
