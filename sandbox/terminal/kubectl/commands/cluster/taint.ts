import type { V1Node } from '@kubernetes/client-node'
import { type Command, usageError } from '../../command'
import { throwVisited } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { type Info, objectPath, select } from '../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  fieldManagerFlag,
  fieldValidationOf,
  selectorFlag,
  validateFlag,
} from '../shared-flags'
import { asNodes } from './cordon'
import { changedTaints, parseTaints, rejectContradictions, type TaintChange } from './taints'

export const taint: Command = {
  name: 'taint',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  long: `Update the taints on one or more nodes.

  *  A taint consists of a key, value, and effect. As an argument here, it is expressed as key=value:effect.
  *  The effect must be NoSchedule, PreferNoSchedule or NoExecute.
  *  A dash after it takes the taint away; without an effect every taint of that key.`,
  examples: `# Only pods that tolerate it
kubectl taint nodes minikube-m02 dedicated=gpu:NoSchedule

# As before
kubectl taint nodes minikube-m02 dedicated-`,
  flags: [
    flag.bool('all', 'Select all nodes in the cluster'),
    dryRunFlag,
    fieldManagerFlag('kubectl-taint'),
    flag.bool('overwrite', 'Change taints that are there already.'),
    selectorFlag,
    validateFlag,
    ...printFlags(objectFormats),
  ],
  run: runTaint,
}

const isChange = (arg: string) => /[=:]/.test(arg) || arg.endsWith('-')

async function runTaint(invocation: Invocation): Promise<void> {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const fieldValidation = fieldValidationOf(invocation)
  const [resources, specs] = wordsOf(invocation.args)
  const change = changeOf(invocation, specs)
  await requireNodes(invocation, resources[0] as string)
  rejectContradictions(change)
  const all = flags.bool('all')
  const labelSelector = flags.string('selector')
  if (all && labelSelector) throw new Error("setting 'all' parameter with a non empty selector is prohibited")
  if (!all && !labelSelector && resources.length < 2)
    throw new Error("at least one resource name must be specified since 'all' parameter is not set")
  const { infos, errors } = await select(invocation, {
    typed: true,
    args: all || labelSelector ? ['nodes'] : asNodes(resources.slice(1)),
    labelSelector,
    all,
  })
  // kubectl forgets to say that it was a dry run.
  const printer = await operationPrinter(invocation, '')
  const failures: Error[] = []
  for (const info of infos) await taintOne(info).catch((error: Error) => failures.push(error))
  throwVisited(errors, failures)

  async function taintOne(info: Info): Promise<void> {
    const node = info.object as unknown as V1Node
    const { taints, operation } = changedTaints(node, change, flags.bool('overwrite'))
    const spec = { ...node.spec, taints }
    let after = { ...info.object, spec } as unknown as KubeObject
    if (dryRun !== 'client') {
      const api = await invocation.api()
      const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
        body: { spec: { taints: taints.length > 0 ? taints : null } },
        contentType: 'application/merge-patch+json',
        query: {
          fieldManager: flags.string('field-manager'),
          fieldValidation,
          dryRun: dryRun === 'server' ? 'All' : undefined,
        },
      })
      after = answer.body
    }
    await printer.print(after, operation)
  }
}

/** What is tainted comes first, then the taints. */
function wordsOf(args: readonly string[]): [resources: string[], specs: string[]] {
  const first = args.findIndex(isChange)
  const resources = first < 0 ? [...args] : args.slice(0, first)
  const specs = first < 0 ? [] : args.slice(first)
  const stray = specs.find(arg => !isChange(arg))
  if (stray !== undefined) throw new Error(`all resources must be specified before taint changes: ${stray}`)
  if (resources.length === 0) throw new Error('one or more resources must be specified as <resource> <name>')
  if (specs.length === 0) throw new Error('at least one taint update is required')
  return [resources, specs]
}

function changeOf(invocation: Invocation, specs: readonly string[]): TaintChange {
  try {
    return parseTaints(specs)
  } catch (error) {
    throw usageError(invocation, (error as Error).message)
  }
}

async function requireNodes(invocation: Invocation, type: string): Promise<void> {
  const mapper = await invocation.mapper()
  const { group, resource } = mapper.forArgument(type.toLowerCase())
  if (group !== '' || resource !== 'nodes')
    throw new Error(`invalid resource type ${type.toLowerCase()}, only node types are supported`)
}
