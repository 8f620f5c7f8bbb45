import type { V1Deployment } from '@kubernetes/client-node'
import type { Command } from '../../command'
import { Page } from '../../describe/page'
import { describePodTemplate } from '../../describe/pod'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject, Wire } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { alignTabs, describeTabs } from '../../output/tab-writer'
import { lastAppliedAnnotation } from '../../patch/last-applied'
import { followObject } from '../../resources/follow'
import { qualifiedKind } from '../../resources/mapper'
import { deploymentReplicaSets, revisionOf, templateOf } from '../../resources/replica-sets'
import { type Info, objectPath, select } from '../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  selectorFlag,
} from '../shared-flags'
import { statusViewer } from './rollout-status'

type Deployment = Wire<V1Deployment>

const commonFlags = [...filenameFlags('identifying the resource to get from a server.'), selectorFlag]

async function selected(invocation: Invocation): Promise<Info[]> {
  const { args, flags } = invocation
  const files = filenamesOf(invocation)
  if (args.length === 0 && files.filenames.length === 0) throw new Error('required resource not specified')
  const { infos, errors } = await select(invocation, {
    args,
    ...files,
    labelSelector: flags.string('selector'),
    allowEmptySelector: true,
    latest: true,
  })
  throwAll(errors)
  return infos
}

function requireKind(
  { resource, name, object }: Info,
  kinds: readonly string[],
  refusal: Refusal,
): KubeObject {
  if (!kinds.includes(resource.kind)) throw new Error(refusal(resource, name))
  return object as KubeObject
}

const requireDeployment = (info: Info, refusal: Refusal) =>
  requireKind(info, ['Deployment'], refusal) as unknown as Deployment

type Refusal = (resource: { resource: string; kind: string }, name: string) => string
const noViewer =
  (what: string): Refusal =>
  ({ kind }) =>
    `no ${what} has been implemented for ${JSON.stringify(kind)}`
const notSupported =
  (doing: string): Refusal =>
  ({ resource }, name) =>
    `${resource} ${JSON.stringify(name)} ${doing} is not supported`

const status: Command = {
  name: 'status',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  long: 'Show the status of the rollout. Waits until it is done, unless you say --watch=false.',
  examples: `# Wait until the deployment shop runs its newest template
kubectl rollout status deployment/shop`,
  flags: [
    ...commonFlags,
    flag.int('revision', 'Wait for this revision only; it is an error when another one begins.'),
    flag.duration('timeout', 'How long to wait, zero means as long as it takes.'),
    flag.bool('watch', 'Wait until the rollout is done.', { shorthand: 'w', default: true }),
  ],
  async run(invocation) {
    for (const info of await selected(invocation)) await showStatus(invocation, info)
  },
}

async function showStatus(invocation: Invocation, info: Info): Promise<void> {
  const { flags } = invocation
  const view = statusViewer(info.resource.kind)
  const timeout = flags.duration('timeout')
  const signal =
    timeout > 0 ? AbortSignal.any([invocation.signal, AbortSignal.timeout(timeout)]) : invocation.signal
  let said = ''
  for await (const object of followObject(invocation, info, signal)) {
    if (!object) throw new Error('object has been deleted')
    const { message, done } = view(object)
    if (message !== said) await invocation.out(message)
    said = message
    if (done || !flags.bool('watch')) return
  }
  invocation.signal.throwIfAborted()
  throw new Error('timed out waiting for the condition')
}

const history: Command = {
  name: 'history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  long: 'View previous rollout revisions and configurations.',
  flags: [
    ...commonFlags,
    flag.int('revision', 'See the details, including podTemplate of the revision specified'),
  ],
  async run(invocation) {
    const wanted = invocation.flags.int('revision')
    for (const info of await selected(invocation)) {
      const { all } = await deploymentReplicaSets(
        invocation,
        requireDeployment(info, noViewer('history viewer')),
      )
      const title = `${qualifiedKind(info.resource)}/${info.name}`
      if (wanted > 0) {
        const set = all.find(one => revisionOf(one) === wanted)
        if (!set) throw new Error(`unable to find the specified revision`)
        const page = new Page()
        describePodTemplate(page, set.spec?.template)
        await invocation.out(`${title} with revision #${wanted}\n${page.raw}\n`)
        continue
      }
      const rows = all.map(set => {
        const cause = set.metadata?.annotations?.['kubernetes.io/change-cause'] || '<none>'
        return `${revisionOf(set)}\t${cause}\n`
      })
      await invocation.out(
        `${title} \n${alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, describeTabs)}\n`,
      )
    }
  },
}

/** A command that changes the deployments it is given by a merge patch. */
const changing = (
  name: string,
  short: string,
  operation: string,
  refusal: Refusal,
  change: (deployment: Deployment, invocation: Invocation) => object | Promise<object>,
  {
    extra = [],
    kinds = ['Deployment'],
    warning = () => '',
  }: {
    extra?: Command['flags']
    kinds?: readonly string[]
    warning?: (info: Info) => string
  } = {},
): Command => ({
  name,
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short,
  flags: [
    ...extra,
    dryRunFlag,
    fieldManagerFlag('kubectl-rollout'),
    ...commonFlags,
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const dryRun = dryRunOf(invocation)
    const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
    const api = await invocation.api()
    for (const info of await selected(invocation)) {
      await invocation.err(warning(info))
      const body = await change(requireKind(info, kinds, refusal) as unknown as Deployment, invocation)
      if (dryRun === 'client') {
        await printer.print(info.object as KubeObject, operation)
        continue
      }
      const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
        body,
        contentType: Array.isArray(body)
          ? 'application/json-patch+json'
          : 'application/strategic-merge-patch+json',
        query: {
          fieldManager: invocation.flags.string('field-manager'),
          dryRun: dryRun === 'server' ? 'All' : undefined,
        },
      })
      await printer.print(answer.body, operation)
    }
  },
})

const restart = changing(
  'restart',
  'Restart a resource',
  'restarted',
  notSupported('restarting'),
  ({ metadata, spec }) => {
    if (spec?.paused) throw new Error(`can't restart paused deployment (run rollout resume first)`)
    if (!metadata) throw new Error('the deployment has no metadata')
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
    return { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': now } } } } }
  },
  { kinds: ['DaemonSet', 'Deployment', 'StatefulSet'] },
)

const pause = changing(
  'pause',
  'Mark the provided resource as paused',
  'paused',
  notSupported('pausing'),
  ({ metadata, spec }) => {
    if (spec?.paused) throw new Error(`deployments.apps ${JSON.stringify(metadata?.name)} is already paused`)
    return { spec: { paused: true } }
  },
)

const resume = changing(
  'resume',
  'Resume a paused resource',
  'resumed',
  notSupported('resuming'),
  ({ metadata, spec }) => {
    if (!spec?.paused) throw new Error(`deployments.apps ${JSON.stringify(metadata?.name)} is not paused`)
    return { spec: { paused: false } }
  },
)

const undo = changing(
  'undo',
  'Undo a previous rollout',
  'rolled back',
  noViewer('rollbacker'),
  async (deployment, invocation) => {
    const wanted = invocation.flags.int('to-revision')
    const { all } = await deploymentReplicaSets(invocation, deployment)
    const current = Math.max(...all.map(revisionOf))
    const earlier = all.filter(set => revisionOf(set) < current)
    const set = wanted > 0 ? all.find(one => revisionOf(one) === wanted) : earlier.at(-1)
    if (!set) {
      throw new Error(
        wanted > 0
          ? `unable to find specified revision ${wanted} in history`
          : `no rollout history found for deployment ${JSON.stringify(deployment.metadata?.name)}`,
      )
    }
    if (deployment.spec?.paused) {
      throw new Error(
        `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
      )
    }
    return [{ op: 'replace', path: '/spec/template', value: templateOf(set) }]
  },
  {
    extra: [flag.int('to-revision', 'The revision to go back to. Default to 0 (last revision).')],
    warning: ({ object, resource, name }) =>
      object?.metadata?.annotations?.[lastAppliedAnnotation]
        ? `Warning: resource ${resource.resource}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the ${lastAppliedAnnotation} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`
        : '',
  },
)

export const rollout: Command = {
  helpOnStdout: true,
  name: 'rollout',
  usage: 'SUBCOMMAND',
  short: 'Manage the rollout of a resource',
  long: `Manage the rollout of one or many resources.

 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets`,
  examples: `# Go back to the previous template
kubectl rollout undo deployment/shop

# Wait until the newest template runs
kubectl rollout status deployment/shop

# Make all pods anew
kubectl rollout restart deployment/shop`,
  flags: [],
  subcommands: [history, pause, restart, resume, status, undo],
}
