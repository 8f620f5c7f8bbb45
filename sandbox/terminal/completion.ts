import { type FileSystem, resolvePath } from '../process'
import { builtinNames, type Shell } from '../shell'
import type { Completer } from './line-editor'

/** Candidates for the word that the cursor is in, of one command; `line` begins with the command's name. */
export type CommandCompleter = (line: string, cursor: number) => Promise<string[]>

export type CompletionSources = {
  shell: Shell
  files: FileSystem
  /** Names of programs. */
  programs: readonly string[]
  /** Completers of commands by their name; an alias completes as what it stands for. */
  commands: Readonly<Record<string, CommandCompleter>>
}

/** Completion at a prompt: commands, variables, files, and whatever a command's own completer knows. */
export function createCompleter(sources: CompletionSources): Completer {
  return async (line, cursor) => {
    const before = Array.from(line).slice(0, cursor).join('')
    const segment = lastCommand(before)
    const word = /(?:[^\s"'=;|&<>()]|\\.)*$/.exec(segment)?.[0] ?? ''
    const start = cursor - Array.from(word).length
    const found = await candidatesFor(sources, segment, word)
    const candidates = [...new Set(found)].filter(candidate => candidate.startsWith(word)).sort()
    return { start, candidates }
  }
}

async function candidatesFor(sources: CompletionSources, segment: string, word: string): Promise<string[]> {
  if (word.startsWith('$')) return variables(sources, word)
  const words = segment.trimStart().split(/\s+/)
  const [name = ''] = words
  if (words.length <= 1 && !word.includes('/')) return commandNames(sources)
  if (words.length > 1 && !redirects(segment, word)) {
    const completed = await completeCommand(sources, name, segment.trimStart())
    if (completed && completed.length > 0) return completed
  }
  return paths(sources, word, name === 'cd')
}

/** What the command's own completer says, aliases resolved. */
async function completeCommand(
  { shell, commands }: CompletionSources,
  name: string,
  segment: string,
): Promise<string[] | undefined> {
  const alias = shell.aliases.get(name)
  const expanded = alias === undefined ? segment : `${alias}${segment.slice(name.length)}`
  const complete = commands[expanded.split(/\s+/)[0] ?? '']
  return complete?.(expanded, Array.from(expanded).length)
}

/** The text behind the last separator of commands that is not quoted. */
function lastCommand(text: string): string {
  let start = 0
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote) {
      if (character === quote) quote = ''
    } else if (character === '\\') at++
    else if (character === '"' || character === "'") quote = character
    else if (';|&(\n`'.includes(character)) start = at + 1
  }
  return text
    .slice(start)
    .replace(/^\s*(?:(?:do|then|else|if|while|until|!|time|sudo)\s+|[A-Za-z_]\w*=\S*\s+)*/, '')
}

function redirects(segment: string, word: string): boolean {
  return /[<>]\s*$/.test(segment.slice(0, segment.length - word.length))
}

function commandNames({ shell, programs }: CompletionSources): string[] {
  return [...builtinNames, ...programs, ...shell.aliases.keys(), ...Object.keys(shell.functions)].filter(
    name => /^[\w.-]+$/.test(name),
  )
}

function variables({ shell }: CompletionSources, word: string): string[] {
  const open = word.startsWith('${') ? '${' : '$'
  return Object.keys(shell.env).map(name => `${open}${name}${open === '${' ? '}' : ''}`)
}

async function paths(
  { shell, files }: CompletionSources,
  word: string,
  onlyDirectories: boolean,
): Promise<string[]> {
  const typed = word.slice(0, word.lastIndexOf('/') + 1)
  const name = word.slice(typed.length)
  const home = shell.variable('HOME') ?? '/'
  const directory = resolvePath(shell.cwd, typed.replace(/^~(?=\/)/, home) || '.')
  const names = await files.list(directory).catch(() => [])
  const candidates: string[] = []
  for (const each of names.slice(0, 1000)) {
    if (!each.startsWith(name) || (each.startsWith('.') && !name.startsWith('.'))) continue
    const stat = await files.stat(resolvePath(directory, each)).catch(() => undefined)
    if (onlyDirectories && stat?.kind !== 'directory') continue
    candidates.push(`${typed}${quoted(each)}${stat?.kind === 'directory' ? '/' : ''}`)
  }
  return candidates
}

function quoted(name: string): string {
  return name.replace(/[\s"'\\$`&|;<>()*?[\]#!]/g, '\\$&')
}
