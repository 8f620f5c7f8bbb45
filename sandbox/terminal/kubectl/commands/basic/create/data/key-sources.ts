import { FileError } from '../../../../../../process'
import { flag } from '../../../../flags/definition'
import type { Invocation } from '../../../../invocation'
import { baseName, joinPath } from '../../../../path'
import { configKeyError, variableNameError } from '../../../../validation'

export const sourceFlags = (noun: string) => [
  flag.bool('append-hash', `Append a hash of the ${noun} to its name.`),
  flag.strings('from-env-file', `A file of lines key=val, each a key of the ${noun}.`),
  flag.strings(
    'from-file',
    'key=path, a path (its file name is the key), or a directory (every file in it).',
  ),
  flag.array('from-literal', 'A key and its value (i.e. mykey=somevalue)'),
]

/** What a kind says of a key that it cannot have, and of one that it has already. */
export type KeyMessages = {
  invalid(key: string, why: string): string
  /** Where variables would be read from a directory. */
  envDirectory: string
  /** `text`: the value is valid UTF-8. */
  twice(key: string, name: string, text: boolean): string
}

/** Keys and values that the flags name, bytes as they are. */
export async function readSources(
  invocation: Invocation,
  name: string,
  messages: KeyMessages,
): Promise<Map<string, Uint8Array>> {
  const { flags, process } = invocation
  const files = flags.list('from-file')
  const literals = flags.has('from-literal') ? flags.list('from-literal') : []
  const variables = flags.has('from-env-file') ? flags.list('from-env-file') : []
  if (variables.length > 0 && files.length + literals.length > 0)
    throw new Error('from-env-file cannot be combined with from-file or from-literal')
  const found = new Map<string, Uint8Array>()
  const add = (key: string, value: Uint8Array) => {
    const wrong = configKeyError(key)
    if (wrong) throw new Error(messages.invalid(key, wrong))
    const before = found.get(key)
    if (before) throw new Error(messages.twice(key, name, isText(before)))
    found.set(key, value)
  }
  const encode = (text: string) => new TextEncoder().encode(text)

  for (const source of files) {
    const { key, path } = fileSource(source)
    const full = joinPath(process.cwd, path)
    if ((await kindOf(invocation, path)) === 'directory') {
      if (source.includes('=')) throw new Error('cannot give a key name for a directory path')
      for (const file of await process.files.list(full)) {
        if ((await process.files.stat(`${full}/${file}`)).kind === 'file')
          add(file, await process.files.read(`${full}/${file}`))
      }
    } else add(key, await process.files.read(full))
  }
  for (const literal of literals) {
    const equals = literal.indexOf('=')
    if (equals < 1) throw new Error(`invalid literal source ${literal}, expected key=value`)
    add(literal.slice(0, equals), encode(literal.slice(equals + 1)))
  }
  for (const path of variables) {
    if ((await kindOf(invocation, path)) === 'directory') throw new Error(messages.envDirectory)
    const text = new TextDecoder().decode(await process.files.read(joinPath(process.cwd, path)))
    for (const { key, value } of variableLines(text)) add(key, encode(value ?? process.env[key] ?? ''))
  }
  return found
}

async function kindOf({ process }: Invocation, path: string) {
  try {
    return (await process.files.stat(joinPath(process.cwd, path))).kind
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Error(`error reading ${path}: ${error.message.toLowerCase()}`)
  }
}

/** `path`, `key=path`. */
function fileSource(source: string): { key: string; path: string } {
  const parts = source.split('=')
  const [key = '', path = ''] = parts
  if (parts.length === 1) return { key: baseName(source), path: source }
  if (parts.length > 2) throw new Error("key names or file paths cannot contain '='")
  if (!key) throw new Error(`key name for file path ${path} missing`)
  if (!path) throw new Error(`file path for key name ${key} missing`)
  return { key, path }
}

/** Lines `key=value` of an env file; a key alone has the value that the environment gives it. */
export function* variableLines(text: string): Generator<{ key: string; value?: string }> {
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    const trimmed = line.trimStart().replace(/\r$/, '')
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const equals = trimmed.indexOf('=')
    const key = equals < 0 ? trimmed : trimmed.slice(0, equals)
    const wrong = variableNameError(key)
    if (wrong) throw new Error(`${JSON.stringify(key)} is not a valid key name: ${wrong}`)
    yield { key, ...(equals < 0 ? {} : { value: trimmed.slice(equals + 1) }) }
  }
}

export function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
