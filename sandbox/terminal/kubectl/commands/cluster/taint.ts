import type { V1Node, V1Taint } from '@kubernetes/client-node'
import { type Command, usageError } from '../../command'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { objectPath, select } from '../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  selectorFlag,
  validateFlag,
} from '../shared-flags'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

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

type Change = { add: V1Taint[]; remove: Partial<V1Taint>[] }
const isChange = (arg: string) => /[=:]/.test(arg) || arg.endsWith('-')

async function runTaint(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length === 0) throw new Error('one or more resources must be specified as <resource> <name>')
  const at = args.findIndex((arg, index) => index > 0 && isChange(arg))
  const resources = at < 0 ? args : args.slice(0, at)
  if (at < 0) throw new Error('at least one taint update is required')
  const change = parse(invocation, args.slice(at))
  const dryRun = dryRunOf(invocation)
  const { infos, errors } = await select(invocation, {
    args: resources,
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
  })
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const failures = [...errors]
  for (const info of infos) {
    try {
      const node = info.object as unknown as V1Node
      const { taints, operation } = changed(node, change, flags.bool('overwrite'))
      const spec = { ...node.spec, taints }
      let after = { ...info.object, spec } as unknown as KubeObject
      if (dryRun !== 'client') {
        const api = await invocation.api()
        const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
          body: { spec: { taints: taints.length > 0 ? taints : null } },
          contentType: 'application/merge-patch+json',
          query: {
            fieldManager: flags.string('field-manager'),
            dryRun: dryRun === 'server' ? 'All' : undefined,
          },
        })
        after = answer.body
      }
      await printer.print(after, operation)
    } catch (error) {
      failures.push(error as Error)
    }
  }
  throwAll(failures)
}

function parse(invocation: Invocation, specs: readonly string[]): Change {
  const add: V1Taint[] = []
  const remove: Partial<V1Taint>[] = []
  for (const spec of specs) {
    const isRemoval = spec.endsWith('-')
    const [, key = '', value, effect] =
      /^([^=:]*)(?:=([^:]*))?(?::(.*))?$/.exec(isRemoval ? spec.slice(0, -1) : spec) ?? []
    if (effect !== undefined && effect !== '' && !effects.includes(effect))
      throw usageError(invocation, `invalid taint effect: ${effect}, unsupported taint effect`)
    if (isRemoval) remove.push({ key, ...(effect && { effect }) })
    else if (!key || !effect) throw usageError(invocation, `invalid taint spec: ${spec}`)
    else add.push({ key, ...(value && { value }), effect })
  }
  return { add, remove }
}

const named = ({ key, effect }: Partial<V1Taint>) => (effect ? `${key}:${effect}` : `${key}`)
const same = (a: Partial<V1Taint>, b: Partial<V1Taint>) =>
  a.key === b.key && (!a.effect || !b.effect || a.effect === b.effect)

function changed({ metadata, spec }: V1Node, { add, remove }: Change, overwrite: boolean) {
  const before = spec?.taints ?? []
  const present = before.filter(taint => add.some(one => same(one, taint)))
  if (present.length > 0 && !overwrite)
    throw new Error(
      `node ${metadata?.name} already has a taint(s) with same effect(s) and --overwrite is false`,
    )
  throwAll(
    remove
      .filter(one => !before.some(taint => same(one, taint)))
      .map(one => new Error(`taint ${JSON.stringify(named(one))} not found`)),
  )
  const kept = before.filter(taint => ![...add, ...remove].some(one => same(one, taint)))
  const taints = [...add, ...kept]
  const gone = remove.length > 0
  const operation =
    present.length > 0 || (gone && add.length > 0) ? 'modified' : gone ? 'untainted' : 'tainted'
  return { taints, operation }
}
