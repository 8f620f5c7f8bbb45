import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { objectFormats, printFlags } from '../../output/printer'
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

export const annotate: Command = {
  name: 'annotate',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  long: `Update the annotations on one or more resources.

 Annotations are key/value pairs that can be larger than labels and hold what tools and people want to keep with an object.`,
  examples: `# Say what a policy is for
kubectl annotate netpol default-deny note='nothing gets in'

# Remove an annotation: its key and a dash
kubectl annotate netpol default-deny note-`,
  flags: [
    flag.bool('all', 'Select all resources, in the namespace of the specified resource types.'),
    allNamespacesFlag,
    dryRunFlag,
    fieldManagerFlag('kubectl-annotate'),
    fieldSelectorFlag,
    ...filenameFlags('identifying the resource to update the annotation'),
    flag.bool('list', 'Show the annotations of the resource.'),
    flag.bool('local', 'Do not ask the server: change what the files say.'),
    flag.bool('overwrite', 'Change annotations that are there already.'),
    flag.string('resource-version', 'Only change the object if this is its version.'),
    selectorFlag,
    ...printFlags(objectFormats),
  ],
  run: runAnnotate,
}

async function runAnnotate(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  dryRunOf(invocation)
  const pairs = parseAnnotations(args)
  checkTargets(invocation, pairs.resources, 'rsrc.yaml or --filename=rsrc.json')
  if (pairs.set.size === 0 && pairs.remove.length === 0 && !flags.bool('list')) {
    throw new Error('at least one annotation update is required')
  }
  rejectContradiction(
    pairs.set,
    pairs.remove,
    keys => `can not both modify and remove the following annotation(s) in the same command: ${keys}`,
  )
  await changeMetadata(invocation, pairs.resources, {
    field: 'annotations',
    async change(object) {
      const current = object.metadata?.annotations ?? {}
      const declared = [...pairs.set]
        .filter(([key, value]) => key in current && current[key] !== value)
        .map(([key]) => key)
        .sort()
      if (!flags.bool('overwrite') && declared.length > 0) {
        const list = declared.map(key => `'${key}' already has a value (${current[key]})`).join(', ')
        throw new Error(`--overwrite is false but found the following declared annotation(s): ${list}`)
      }
      const values = { ...current, ...Object.fromEntries(pairs.set) }
      for (const key of pairs.remove) delete values[key]
      return { values, operation: 'annotated' }
    },
  })
}

function parseAnnotations(args: readonly string[]): Pairs {
  const { resources, pairs } = splitPairs(args, 'annotation')
  const set = new Map<string, string>()
  const remove: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 0) remove.push(pair.slice(0, -1))
    else set.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
  return { resources, set, remove }
}
