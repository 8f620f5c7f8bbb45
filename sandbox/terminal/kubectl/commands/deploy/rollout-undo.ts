import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { at, type KubeObject, type Metadata } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { deepEqual } from '../../patch/equal'
import { lastAppliedAnnotation } from '../../patch/last-applied'
import { templateOf } from '../../resources/replica-sets'
import { type Info, objectPath } from '../../resources/select'
import { dryRunFlag, dryRunOf, dryRunSuffix } from '../shared-flags'
import { type Revision, requireHistory, revisionsOf } from './revisions'
import { eachSelected, rolloutFlags } from './rolled'
import { templateText } from './rollout-history'

export const undo: Command = {
  name: 'undo',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  long: 'Go back to an earlier template of a deployment, a daemon set or a stateful set.',
  flags: [
    dryRunFlag,
    ...rolloutFlags,
    flag.int('to-revision', 'The revision to go back to. Default to 0 (last revision).'),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const printer = await operationPrinter(invocation, dryRunSuffix(dryRunOf(invocation)))
    await eachSelected(invocation, async info => {
      const object = info.object as KubeObject
      if (object.metadata?.annotations?.[lastAppliedAnnotation])
        await invocation.err(
          `Warning: resource ${info.resource.resource}/${info.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${lastAppliedAnnotation} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
        )
      requireHistory(info, 'rollbacker')
      await printer.print(object, await rollBack(invocation, info))
    })
  },
}

/** Goes back; answers what was done (kubectl's polymorphichelpers, rollback.go). */
async function rollBack(invocation: Invocation, info: Info): Promise<string> {
  const dryRun = dryRunOf(invocation)
  const wanted = invocation.flags.int('to-revision')
  const object = info.object as KubeObject
  const target = await targetOf(invocation, info, wanted)
  const deployment = info.resource.kind === 'Deployment'
  if (dryRun === 'client') {
    const text = templateText(target.template)
    return deployment ? text : `will roll back to ${text}`
  }
  if (deployment && at(object, 'spec', 'paused'))
    throw new Error(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
    )
  const template = templateOf({ spec: { template: target.template } })
  if (deepEqual(template, templateOf(object as { spec?: { template?: unknown } })))
    return `skipped rollback (current template already matches revision ${wanted})`
  const api = await invocation.api()
  const [body, type] = deployment
    ? [restoring(object, target, template), 'application/json-patch+json']
    : [
        { spec: { template: { ...(template as object), $patch: 'replace' } } },
        'application/strategic-merge-patch+json',
      ]
  await api
    .request('PATCH', objectPath(info), {
      body,
      contentType: type,
      query: { dryRun: dryRun === 'server' ? 'All' : undefined },
    })
    .catch((error: Error) => {
      throw new Error(`failed restoring revision ${wanted}: ${error.message}`)
    })
  return 'rolled back'
}

async function targetOf(invocation: Invocation, info: Info, wanted: number): Promise<Revision> {
  const all = wanted < 0 ? [] : await revisionsOf(invocation, info)
  const found = wanted > 0 ? all.find(({ number }) => number === wanted) : all.at(-2)
  if (found) return found
  throw new Error(
    wanted !== 0
      ? `unable to find specified revision ${wanted} in history`
      : info.resource.kind === 'Deployment'
        ? `no rollout history found for deployment ${JSON.stringify(info.name)}`
        : 'no last revision to roll back to',
  )
}

/** Annotations that are a deployment's own, whatever its template. */
const own: readonly string[] = [
  lastAppliedAnnotation,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]

function restoring(deployment: KubeObject, { object }: Revision, template: unknown): object[] {
  const pick = ({ annotations = {} }: Metadata = {}, wanted: (name: string) => boolean) =>
    Object.entries(annotations).filter(([name]) => wanted(name))
  const annotations = Object.fromEntries([
    ...pick(deployment.metadata, name => own.includes(name)),
    ...pick(object.metadata, name => !own.includes(name)),
  ])
  return [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ]
}
