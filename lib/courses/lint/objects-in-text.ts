import { parseAllDocuments } from 'yaml'
import type { StartObject } from '@/sandbox/exercise'
import { fence } from './fence'

/** A kubectl command of a lesson's text: its words without flags, the verb first. */
export type Command = { index: number; words: string[]; namespace?: string }

/** Flags of kubectl that take the next word, as far as lessons write them so. */
const withValue = new Set([
  '-n',
  '--namespace',
  '-l',
  '-L',
  '--selector',
  '-o',
  '-c',
  '-f',
  '--tail',
  '--image',
  '-m',
  '--context',
])

/** What a lesson's text makes (manifests to apply, `kubectl run` and `create namespace`), and which commands it has. */
export function objectsInText(mdx: string): { objects: StartObject[]; commands: Command[] } {
  const objects: StartObject[] = []
  const commands: Command[] = []
  for (const { index, 1: language, 3: body = '' } of mdx.matchAll(fence)) {
    if (language === 'yaml') objects.push(...manifests(body))
    if (language !== 'bash') continue
    for (const line of body.split('\n')) {
      const command = parse(index, line)
      if (command) commands.push(command)
    }
  }
  for (const { words, namespace } of commands) {
    const [verb, first, second] = words
    if (verb === 'run' && first) objects.push(made('Pod', first, namespace))
    if (verb === 'create' && (first === 'namespace' || first === 'ns') && second)
      objects.push(made('Namespace', second))
  }
  return { objects, commands }
}

const made = (kind: string, name: string, namespace?: string): StartObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
})

/** The objects of a YAML text. Fragments that are none are only there to be read. */
export const manifests = (text: string): StartObject[] =>
  parseAllDocuments(text)
    .map(document => (document.errors?.length ? null : document.toJS()))
    .filter(value => value?.kind && value?.metadata?.name)

function parse(index: number, line: string): Command | undefined {
  const [program, ...rest] = line.trim().split(/\s+/)
  if (program !== 'kubectl' && program !== 'k') return undefined
  const words: string[] = []
  let namespace: string | undefined
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!
    // What comes behind is another program's.
    if (word === '--' || /^[|;&>#]/.test(word)) break
    const [flag, value] = word.split('=')
    const taken = value ?? rest[at + 1]
    if (flag === '-n' || flag === '--namespace') namespace = taken
    if (!word.startsWith('-')) words.push(word)
    else if (value === undefined && withValue.has(word)) at++
  }
  return { index, words, ...(namespace !== undefined && { namespace }) }
}
