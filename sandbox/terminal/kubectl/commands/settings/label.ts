import type { Command } from '../../command'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { objectFormats, printFlags } from '../../output/printer'
import { labelValueError } from '../../validation'
import {
  allNamespacesFlag,
  dryRunFlag,
  dryRunOf,
  fieldManagerFlag,
  fieldSelectorFlag,
  filenameFlags,
  selectorFlag,
} from '../shared-flags'
import { changeMetadata, checkTargets } from './change-metadata'
import { type Pairs, rejectContradiction, splitPairs } from './pairs'

export const label: Command = {
  name: 'label',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  long: `Update the labels on a resource.

  *  A label key and value must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters each.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  If --overwrite is true, then existing labels can be overwritten, otherwise attempting to overwrite a label will result in an error.`,
  examples: `# Give the pod web the label tier=frontend
kubectl label pod web tier=frontend

# Change a label that is there
kubectl label --overwrite pod web tier=edge

# Remove a label: its key and a dash
kubectl label namespace monitoring name-`,
  flags: [
    flag.bool('all', 'Select all resources, in the namespace of the specified resource types'),
    allNamespacesFlag,
    dryRunFlag,
    fieldManagerFlag('kubectl-label'),
    fieldSelectorFlag,
    ...filenameFlags('identifying the resource to update the labels'),
    flag.bool('list', 'Show the labels of the resource.'),
    flag.bool('local', 'Do not ask the server: change what the files say.'),
    flag.bool('overwrite', 'Change labels that are there already.'),
    flag.string('resource-version', 'Only change the object if this is its version.'),
    selectorFlag,
    ...printFlags(objectFormats),
  ],
  run: runLabel,
}

async function runLabel(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  dryRunOf(invocation)
  const pairs = parseLabels(args)
  checkTargets(invocation, pairs.resources, 'pod.yaml or --filename=pod.json')
  if (pairs.set.size === 0 && pairs.remove.length === 0 && !flags.bool('list')) {
    throw new Error('at least one label update is required')
  }
  await changeMetadata(invocation, pairs.resources, {
    field: 'labels',
    async change(object, write) {
      const labels: Record<string, string> = { ...object.metadata?.labels }
      const missing = pairs.remove.filter(key => !(key in labels))
      await write(missing.map(key => `label ${JSON.stringify(key)} not found.\n`).join(''))
      if (!flags.bool('overwrite')) rejectOverwrites(object, pairs.set)
      const added = [...pairs.set].filter(([key, value]) => labels[key] !== value)
      const removed = pairs.remove.filter(key => key in labels)
      for (const [key, value] of pairs.set) labels[key] = value
      for (const key of pairs.remove) delete labels[key]
      const same = added.length + removed.length === 0
      return { values: labels, operation: operationOf(added.length, removed.length), same }
    },
  })
}

function operationOf(added: number, removed: number): string {
  if (added > 0 && removed > 0) return 'modified'
  if (added > 0) return 'labeled'
  return removed > 0 ? 'unlabeled' : 'not labeled'
}

function parseLabels(args: readonly string[]): Pairs {
  const { resources, pairs } = splitPairs(args, 'label')
  const set = new Map<string, string>()
  const remove: string[] = []
  for (const pair of pairs) {
    if (!pair.includes('=')) {
      remove.push(pair.slice(0, -1))
      continue
    }
    const [key = '', value = '', ...more] = pair.split('=')
    if (more.length > 0) throw new Error(`invalid label spec: ${pair}`)
    const wrong = labelValueError(value)
    if (wrong) throw new Error(`invalid label value: ${JSON.stringify(pair)}: ${wrong}`)
    set.set(key, value)
  }
  rejectContradiction(set, remove, () => 'can not both modify and remove a label in the same command')
  return { resources, set, remove }
}

function rejectOverwrites(object: KubeObject, set: ReadonlyMap<string, string>): void {
  const current = object.metadata?.labels ?? {}
  throwAll(
    [...set]
      .filter(([key, value]) => key in current && current[key] !== value)
      .map(([key]) => new Error(`'${key}' already has a value (${current[key]}), and --overwrite is false`)),
  )
}
