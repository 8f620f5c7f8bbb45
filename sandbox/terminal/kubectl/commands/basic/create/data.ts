import { FileError } from '../../../../../process'
import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { baseName, joinPath } from '../../../path'
import { generatorCommand, requireName } from './generator'

const sourceFlags = (noun: string) => [
  flag.strings('from-env-file', `A file of lines key=val, each a key of the ${noun}.`),
  flag.strings(
    'from-file',
    'key=path, a path (its file name is the key), or a directory (every file in it).',
  ),
  flag.array('from-literal', 'A key and its value (i.e. mykey=somevalue)'),
]

/** Keys and values that the flags name, bytes as they are. */
async function collect(invocation: Invocation): Promise<Map<string, Uint8Array>> {
  const { flags, process } = invocation
  const found = new Map<string, Uint8Array>()
  const add = (key: string, value: Uint8Array) => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      throw new Error(
        `${JSON.stringify(key)} is not valid key name: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      )
    }
    if (found.has(key))
      throw new Error(`cannot add key ${JSON.stringify(key)}, another key by that name already exists`)
    found.set(key, value)
  }
  const encode = (text: string) => new TextEncoder().encode(text)
  for (const source of flags.list('from-file')) {
    const equals = source.indexOf('=')
    const path = equals < 0 ? source : source.slice(equals + 1)
    const full = joinPath(process.cwd, path)
    try {
      if ((await process.files.stat(full)).kind === 'directory') {
        if (equals >= 0) throw new Error('cannot give a key name for a directory path')
        for (const name of await process.files.list(full)) {
          const file = `${full}/${name}`
          if ((await process.files.stat(file)).kind === 'file') add(name, await process.files.read(file))
        }
      } else add(equals < 0 ? baseName(path) : source.slice(0, equals), await process.files.read(full))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      throw new Error(`error reading ${path}: ${error.message.toLowerCase()}`)
    }
  }
  for (const literal of flags.list('from-literal')) {
    const equals = literal.indexOf('=')
    if (equals < 1) throw new Error(`invalid literal source ${literal}, expected key=value`)
    add(literal.slice(0, equals), encode(unquoted(literal.slice(equals + 1))))
  }
  for (const path of flags.list('from-env-file')) {
    const text = new TextDecoder().decode(await process.files.read(joinPath(process.cwd, path)))
    for (const line of text.split('\n')) {
      const trimmed = line.trimStart()
      if (trimmed === '' || trimmed.startsWith('#')) continue
      const equals = trimmed.indexOf('=')
      const key = equals < 0 ? trimmed : trimmed.slice(0, equals)
      add(key, encode(equals < 0 ? (process.env[key] ?? '') : trimmed.slice(equals + 1)))
    }
  }
  return found
}

const unquoted = (text: string): string => /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text

const isText = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export const configMap = generatorCommand({
  name: 'configmap',
  aliases: ['cm'],
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  examples: `# Create a config map with two values
kubectl create configmap settings --from-literal=colour=blue --from-literal=size=3

# Create a config map from a file
kubectl create configmap settings --from-file=app.properties`,
  flags: sourceFlags('config map'),
  async make(invocation) {
    const name = requireName(invocation)
    const entries = [...(await collect(invocation))]
    const text = entries
      .filter(([, value]) => isText(value))
      .map(([key, value]) => [key, new TextDecoder().decode(value)])
    const binary = entries.filter(([, value]) => !isText(value)).map(([key, value]) => [key, base64(value)])
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      ...(text.length > 0 ? { data: Object.fromEntries(text) } : {}),
      ...(binary.length > 0 ? { binaryData: Object.fromEntries(binary) } : {}),
    }
  },
})

const generic = generatorCommand({
  name: 'generic',
  usage:
    'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  examples: `# Create a secret with one value
kubectl create secret generic login --from-literal=password=open-sesame`,
  flags: [...sourceFlags('secret'), flag.string('type', 'The type of secret to create')],
  async make(invocation) {
    const name = requireName(invocation)
    const entries = [...(await collect(invocation))].map(([key, value]) => [key, base64(value)])
    const type = invocation.flags.string('type')
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      ...(entries.length > 0 ? { data: Object.fromEntries(entries) } : {}),
      ...(type ? { type } : {}),
    }
  },
})

export const secret: Command = {
  name: 'secret',
  usage: '(docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  flags: [],
  subcommands: [generic],
}
