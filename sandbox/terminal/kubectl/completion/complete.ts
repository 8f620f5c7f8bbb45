import type { FileSystem } from '../../../process'
import type { ApiAccess } from '../../../provider'
import type { Command } from '../command'
import { kubectlCommand } from '../commands'
import { type Connections, createConnections } from '../connection'
import { findCommand } from '../find-command'
import type { FlagDefinition } from '../flags/definition'
import { globalFlags } from '../flags/global'
import { parseFlags } from '../flags/parse'
import { type Kubeconfig, mergeKubeconfig, readKubeconfigFiles } from '../kubeconfig/kubeconfig'
import { selectContext } from '../kubeconfig/select'
import { getFormats } from '../output/printer'
import { argumentsOf, flagValues } from './arguments'
import { wordsBefore } from './line'
import { type Live, liveAnswers } from './live'

export type CompleterOptions = {
  access: ApiAccess
  /** Where the kubeconfig is: ~/.kube/config of `home`. */
  files: FileSystem
  home?: string
}

/** Candidates for the word at the cursor of a kubectl command line; none when nothing can be said. */
export function createKubectlCompleter(
  options: CompleterOptions,
): (line: string, cursor: number) => Promise<string[]> {
  const connections = createConnections(options.access)
  return async (line, cursor) => {
    try {
      return await complete(options, connections, wordsBefore(line, cursor))
    } catch {
      // A server that does not answer, a line that makes no sense: then there is nothing to offer.
      return []
    }
  }
}

async function complete(
  options: CompleterOptions,
  connections: Connections,
  words: string[],
): Promise<string[]> {
  const typed = words.at(-1) ?? ''
  const before = words.slice(1, -1)
  if (before.includes('--')) return []
  const { path, words: rest } = findCommand(kubectlCommand, before)
  const command = path.at(-1) as Command
  const flags = [...command.flags, ...globalFlags]
  const live = lazyLive(options, connections, before)

  const valued = valueFlag(before.at(-1), typed, flags)
  if (valued) return valuesOf(valued, rest, flags, live)
  if (typed.startsWith('-')) return flagNames(command)
  const args = positional(rest, flags)
  if (command.subcommands && args.length === 0) {
    return command.subcommands.filter(({ hidden }) => !hidden).map(({ name }) => name)
  }
  return argumentsOf(path.map(({ name }) => name).join(' '), args, typed, live)
}

/** The flag whose value is being typed: `-n <here>`, `--namespace=<here>`. */
function valueFlag(
  previous: string | undefined,
  typed: string,
  flags: readonly FlagDefinition[],
): FlagDefinition | undefined {
  const equals = /^--([^=]+)=/.exec(typed)
  if (equals) return flags.find(({ name }) => name === equals[1])
  if (!previous?.startsWith('-') || previous.includes('=')) return undefined
  const found = previous.startsWith('--')
    ? flags.find(({ name }) => name === previous.slice(2))
    : flags.find(({ shorthand }) => shorthand === previous.at(-1))
  return found && found.type !== 'bool' && found.withoutValue === undefined ? found : undefined
}

async function valuesOf(
  { name }: FlagDefinition,
  words: readonly string[],
  flags: readonly FlagDefinition[],
  live: () => Promise<Live & { config: Kubeconfig }>,
): Promise<string[]> {
  if (name === 'namespace') return (await live()).namespaces()
  if (name === 'output') return getFormats
  if (name === 'context') return [...(await live()).config.contexts.keys()]
  if (name === 'container') {
    const [pod] = positional(words.slice(0, -1), flags)
    return pod ? (await live()).containers(pod) : []
  }
  return [...(flagValues[name] ?? [])]
}

function flagNames({ flags }: Command): string[] {
  return [...flags, ...globalFlags]
    .filter(({ hidden }) => !hidden)
    .flatMap(({ name, shorthand }) => [`--${name}`, ...(shorthand ? [`-${shorthand}`] : [])])
}

function positional(words: readonly string[], flags: readonly FlagDefinition[]): string[] {
  const unique = flags.filter((one, index) => flags.findIndex(({ name }) => name === one.name) === index)
  try {
    return [...parseFlags(words, unique).args]
  } catch {
    return words.filter(word => !word.startsWith('-'))
  }
}

/** The cluster, asked only when a candidate comes from there. */
function lazyLive(
  { files, home = '/home/learner' }: CompleterOptions,
  connections: Connections,
  words: readonly string[],
) {
  return async (): Promise<Live & { config: Kubeconfig }> => {
    const source = { files, env: { HOME: home }, cwd: home, flag: '' }
    const config = mergeKubeconfig(await readKubeconfigFiles(source))
    const selected = selectContext(config, parseFlags(namespaceWords(words), globalFlags))
    const { access, namespace } = selected
    const mapper = await connections.mapper(access)
    return { ...liveAnswers(connections.client(access), mapper, namespace), config }
  }
}

/** What the line says of the namespace: `-n demo`, `-ndemo`, `--namespace=demo`. */
function namespaceWords(words: readonly string[]): string[] {
  const index = words.findLastIndex(word => /^(-n|--namespace(=|$))/.test(word))
  const word = words[index]
  if (word === undefined) return []
  if (word !== '-n' && word !== '--namespace') return [word]
  return words[index + 1] === undefined ? [] : words.slice(index, index + 2)
}
