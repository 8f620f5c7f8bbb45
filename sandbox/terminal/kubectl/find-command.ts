import type { Command } from './command'
import type { FlagDefinition } from './flags/definition'
import { globalFlags } from './flags/global'

export type Found = {
  /** From kubectl down; the last one runs. */
  path: Command[]
  /** The words that are no command name: flags and arguments. */
  words: string[]
}

/** Follows command names through a line, as cobra does: flags may stand before them. */
export function findCommand(root: Command, words: readonly string[]): Found {
  const path = [root]
  let rest = [...words]
  for (;;) {
    const command = path.at(-1) as Command
    const index = firstArgument(rest, [...globalFlags, ...command.flags])
    const name = index < 0 ? undefined : rest[index]
    const next = (command.subcommands ?? []).find(
      candidate => candidate.name === name || candidate.aliases?.includes(name ?? ''),
    )
    if (!next) return { path, words: rest }
    path.push(next)
    rest = [...rest.slice(0, index), ...rest.slice(index + 1)]
  }
}

/** Where the first word stands that is neither a flag nor a flag's value; -1 without one. */
export function firstArgument(words: readonly string[], flags: readonly FlagDefinition[]): number {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') return -1
    if (!word.startsWith('-') || word === '-') return at
    if (takesNext(word, flags)) at++
  }
  return -1
}

/** Is the word after this flag its value? */
export function takesNext(word: string, flags: readonly FlagDefinition[]): boolean {
  if (word.includes('=')) return false
  const long = word.startsWith('--')
  const definition = long
    ? flags.find(({ name }) => name === word.slice(2))
    : flags.find(({ shorthand }) => shorthand === word.at(-1))
  if (!long && word.length > 2 && definition?.type !== 'bool') {
    // `-nfoo`: the value is in the word, unless all letters before the last are switches.
    const first = flags.find(({ shorthand }) => shorthand === word[1])
    if (first?.type !== 'bool') return false
  }
  if (!definition) return long ? word !== '--help' : word.length === 2 && word !== '-h'
  return definition.type !== 'bool' && definition.withoutValue === undefined
}
