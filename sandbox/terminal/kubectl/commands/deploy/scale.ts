import type { Command } from '../../command'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { pause } from '../../pods/target'
import { fetchObject, type Info, objectPath, select } from '../../resources/select'
import { dryRunFlag, dryRunOf, dryRunSuffix, filenameFlags, filenamesOf, selectorFlag } from '../shared-flags'

export const scale: Command = {
  name: 'scale',
  aliases: ['resize'],
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  long: `Set a new size for a deployment, replica set, replication controller, or stateful set.

 With --current-replicas or --resource-version the change is only made when that is still true.`,
  examples: `# Scale the deployment shop to three pods
kubectl scale --replicas=3 deployment/shop

# Only if there are two now
kubectl scale --current-replicas=2 --replicas=3 deployment/shop`,
  flags: [
    flag.bool('all', 'Select all resources in the namespace of the specified resource types'),
    flag.int('current-replicas', 'Only scale if this is the present size; -1 for any.', { default: -1 }),
    dryRunFlag,
    ...filenameFlags('identifying the resource to set a new size'),
    flag.int('replicas', 'The new desired number of replicas. Required.', { required: true }),
    flag.string('resource-version', 'Only scale if this is the version of the object.'),
    selectorFlag,
    flag.duration('timeout', 'How long to wait for the new size, zero means not at all.'),
    ...printFlags(objectFormats),
  ],
  run: runScale,
}

async function runScale(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const replicas = flags.int('replicas')
  if (replicas < 0) {
    throw new Error('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  }
  if (flags.int('current-replicas') < -1) {
    throw new Error('The --current-replicas must specify an integer of -1 or greater')
  }
  const dryRun = dryRunOf(invocation)
  const { infos, errors } = await select(invocation, {
    args,
    ...filenamesOf(invocation),
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
  })
  if (infos.length === 0) {
    throwAll(errors)
    throw new Error('no objects passed to scale')
  }
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const api = await invocation.api()
  for (const info of infos) {
    await checkPreconditions(invocation, info)
    if (dryRun !== 'client') {
      await api.request('PATCH', objectPath(info, 'scale'), {
        body: { spec: { replicas } },
        contentType: 'application/merge-patch+json',
        query: { dryRun: dryRun === 'server' ? 'All' : undefined },
      })
    }
    if (flags.duration('timeout') > 0 && dryRun === 'none') await waitForSize(invocation, info, replicas)
    await printer.print(scaled(info, replicas), 'scaled')
  }
  throwAll(errors)
}

/** The object with its new size, where it is known to stand in spec.replicas. */
function scaled({ object, resource: { group } }: Info, replicas: number): KubeObject {
  const before = object as KubeObject
  if (group !== 'apps' && group !== '') return before
  return { ...before, spec: { ...(before.spec as object | undefined), replicas } }
}

async function checkPreconditions({ flags }: Invocation, { object }: Info): Promise<void> {
  const expected = flags.int('current-replicas')
  const actual = at(object, 'spec', 'replicas')
  if (expected >= 0 && actual !== expected)
    throw new Error(`Expected replicas to be ${expected}, was ${actual}`)
  const version = flags.string('resource-version')
  if (version && object?.metadata?.resourceVersion !== version) {
    throw new Error(`Expected resource version to be ${version}, was ${object?.metadata?.resourceVersion}`)
  }
}

async function waitForSize(invocation: Invocation, info: Info, replicas: number): Promise<void> {
  const until = Date.now() + invocation.flags.duration('timeout')
  while (at(await fetchObject(invocation, info), 'status', 'replicas') !== (replicas || undefined)) {
    if (Date.now() >= until) throw new Error('timed out waiting for the condition')
    await pause(200, invocation.signal)
  }
}
