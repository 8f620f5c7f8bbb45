import { readText } from '../../../../../process/streams/streams'
import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import type { Container } from '../../../pods/containers'
import { type Info, select } from '../../../resources/select'
import { variableNameError } from '../../../validation'
import { dryRunOf, selectorFlag } from '../../shared-flags'
import { changeFlags, changeObjects, containersOf, podSpecOf, rejectLocalServer, targets } from './change'
import { describeSource, resolveVariable, type ValueSource } from './env-source'

type Variable = { name: string; value?: string; valueFrom?: ValueSource }

export const env: Command = {
  name: 'env',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  examples: `# Set a variable of a deployment's containers
kubectl set env deployment/shop MODE=quiet

# Remove it
kubectl set env deployment/shop MODE-

# Take all keys of a config map
kubectl set env deployment/shop --from=configmap/settings`,
  flags: [
    flag.string('containers', 'The names of containers to change, may use a wildcard.', {
      shorthand: 'c',
      default: '*',
    }),
    flag.array('env', 'A key=value pair to set.', { shorthand: 'e' }),
    flag.string('from', 'A config map or secret whose keys become variables.'),
    flag.strings('keys', 'Only these keys of --from.'),
    flag.bool('list', 'Show the variables and change nothing.'),
    flag.bool('overwrite', 'Change variables that are there already.', { default: true }),
    flag.string('prefix', 'Put this before the names of the variables.'),
    flag.bool('resolve', 'With --list, look up what variables refer to.'),
    selectorFlag,
    ...changeFlags,
  ],
  async run(invocation) {
    const { flags, args } = invocation
    if (flags.bool('all') && flags.string('selector'))
      throw new Error('cannot set --all and --selector at the same time')
    const { resources, changes } = splitArguments(args)
    dryRunOf(invocation)
    rejectLocalServer(invocation)
    if (resources.length === 0 && flags.list('filename').length === 0)
      throw new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (flags.bool('list') && flags.string('output'))
      throw new Error('--list and --output may not be specified together')
    if (flags.list('keys').length > 0 && !flags.string('from'))
      throw new Error('when specifying --keys, a configmap or secret must be provided with --from')
    await operationPrinter(invocation, '')
    const wanted = await parseChanges(invocation, [...flags.list('env'), ...changes])
    if (flags.string('from')) wanted.set.push(...(await variablesFrom(invocation)))
    const prefix = flags.string('prefix')
    const set = wanted.set.map(variable => ({ ...variable, name: prefix + variable.name }))
    const infos = await targets(invocation, resources)
    if (flags.bool('list')) return listVariables(invocation, infos)
    await changeObjects(invocation, infos, {
      change: object => setVariables(invocation, object, set, wanted.remove),
      operation: 'env updated',
      failure: 'failed to patch env update to pod template: ',
    })
  },
}

const assignment = /^[^=]+=/

/** Resources first, then `KEY=value`, `KEY-` and `-`. */
function splitArguments(args: readonly string[]): { resources: string[]; changes: string[] } {
  const first = args.findIndex(word => assignment.test(word) || word.endsWith('-'))
  const changes = first < 0 ? [] : args.slice(first)
  if (changes.some(word => !assignment.test(word) && !word.endsWith('-')))
    throw new Error(`all resources must be specified before environment changes: ${args.join(' ')}`)
  return { resources: first < 0 ? [...args] : args.slice(0, first), changes }
}

async function parseChanges(
  { process }: Invocation,
  words: readonly string[],
): Promise<{ set: Variable[]; remove: string[] }> {
  const set: Variable[] = []
  const remove: string[] = []
  const named = new Set<string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    if (word === '-') set.push(...(await readVariables(process)))
    else if (equals >= 0) {
      const name = word.slice(0, equals)
      const wrong = variableNameError(name)
      if (wrong) throw new Error(`${JSON.stringify(name)} is not a valid key name: ${wrong}`)
      named.add(name)
      set.push({ name, value: word.slice(equals + 1) })
    } else if (word.endsWith('-')) remove.push(word.slice(0, -1))
    else throw new Error(`unknown environment variable: ${word}`)
  }
  if (remove.some(name => named.has(name)))
    throw new Error('can not both modify and remove the same environment variable in the same command')
  return { set, remove }
}

const inputLimit = 1_000_000

async function readVariables({ stdin }: Invocation['process']): Promise<Variable[]> {
  const text = await readText(stdin, inputLimit)
  return text.split('\n').flatMap(line => {
    const plain = line.split('#')[0] as string
    const equals = plain.indexOf('=')
    return equals < 0 ? [] : [{ name: plain.slice(0, equals), value: plain.slice(equals + 1) }]
  })
}

/** A variable for each key of what `--from` names. */
async function variablesFrom(invocation: Invocation): Promise<Variable[]> {
  const { flags } = invocation
  if (flags.bool('local')) {
    // Then the sources are looked for in the files.
    await targets(invocation, [])
    return []
  }
  const { infos, errors } = await select(invocation, {
    typed: true,
    args: [flags.string('from')],
    labelSelector: flags.string('selector'),
    allowEmptySelector: flags.bool('all'),
  })
  if (errors[0]) throw errors[0]
  const keys = flags.list('keys')
  const found: Variable[] = []
  for (const { object, name } of infos) {
    const kind = object?.kind
    if (kind !== 'ConfigMap' && kind !== 'Secret') throw new Error('unsupported resource specified in --from')
    for (const key of Object.keys((object?.data ?? {}) as object).sort()) {
      if (keys.length > 0 && !keys.includes(key)) continue
      const reference = { key, name }
      const source = kind === 'Secret' ? { secretKeyRef: reference } : { configMapKeyRef: reference }
      found.push({ name: await variableName(invocation, key), valueFrom: source })
    }
  }
  return found
}

async function variableName(invocation: Invocation, key: string): Promise<string> {
  const name = key.toUpperCase().replace(/[^a-zA-Z0-9_]/g, '_')
  if (name !== key) await invocation.err(`Warning: key ${key} transferred to ${name}\n`)
  return name
}

function setVariables(
  invocation: Invocation,
  object: KubeObject,
  set: readonly Variable[],
  remove: readonly string[],
): boolean {
  const pattern = invocation.flags.string('containers')
  const containers = containersOf(podSpecOf(object), pattern)
  if (containers.length === 0) void warnOfNone(invocation, object, pattern)
  for (const container of containers) {
    const before = (container.env ?? []) as Variable[]
    if (!invocation.flags.bool('overwrite')) rejectOverwrites(before, set)
    container.env = updated(before, set, remove) as Container['env']
    if (container.env?.length === 0) delete container.env
  }
  return true
}

function rejectOverwrites(before: readonly Variable[], set: readonly Variable[]): void {
  for (const { name } of set) {
    const present = before.find(variable => variable.name === name)
    if (present) {
      throw new Error(`'${name}' already has a value (${present.value ?? ''}), and --overwrite is false`)
    }
  }
}

/** New values where the old ones stood, then what is new. */
function updated(
  before: readonly Variable[],
  set: readonly Variable[],
  remove: readonly string[],
): Variable[] {
  const covered = new Set(remove)
  const result: Variable[] = []
  for (const variable of before) {
    if (covered.has(variable.name)) continue
    const newer = set.find(({ name }) => name === variable.name)
    if (newer) covered.add(variable.name)
    result.push(newer ?? variable)
  }
  for (const variable of set) {
    if (covered.has(variable.name)) continue
    covered.add(variable.name)
    result.push(variable)
  }
  return result
}

const warnOfNone = (invocation: Invocation, { kind, metadata }: KubeObject, pattern: string) =>
  invocation.err(
    `Warning: ${kind}/${metadata?.name} does not have any containers matching ${JSON.stringify(pattern)}\n`,
  )

async function listVariables(invocation: Invocation, infos: readonly Info[]): Promise<void> {
  const { flags } = invocation
  for (const { object, name, namespace } of infos) {
    if (!object) continue
    let spec: ReturnType<typeof podSpecOf>
    try {
      spec = podSpecOf(object)
    } catch {
      continue
    }
    const failures = new Map<string, string[]>()
    const pattern = flags.string('containers')
    const containers = containersOf(spec, pattern)
    if (containers.length === 0) await warnOfNone(invocation, object, pattern)
    for (const container of containers) {
      await invocation.out(`# ${object.kind} ${name}, container ${container.name}\n`)
      for (const variable of (container.env ?? []) as Variable[]) {
        const reference = variable.valueFrom
        const value =
          reference && flags.bool('resolve')
            ? await resolveVariable(invocation, { object, container, namespace }, reference).catch(
                (error: Error) => {
                  failures.set(error.message, [...(failures.get(error.message) ?? []), variable.name])
                  return undefined
                },
              )
            : reference
              ? undefined
              : (variable.value ?? '')
        await invocation.out(
          value === undefined && reference
            ? `# ${variable.name} from ${describeSource(reference)}\n`
            : `${variable.name}=${value}\n`,
        )
      }
    }
    for (const [message, names] of [...failures].sort())
      await invocation.err(`error retrieving reference for ${names.sort().join(', ')}: ${message}\n`)
  }
}
