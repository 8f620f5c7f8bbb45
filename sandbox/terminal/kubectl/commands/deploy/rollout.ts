import type { V1Deployment } from '@kubernetes/client-node'
import type { Command } from '../../command'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject, Wire } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { followObject } from '../../resources/follow'
import { qualifiedResource } from '../../resources/mapper'
import { type Info, objectPath } from '../../resources/select'
import { fieldManagerFlag } from '../shared-flags'
import { eachSelected, rolloutFlags } from './rolled'
import { history } from './rollout-history'
import { statusViewer } from './rollout-status'
import { undo } from './rollout-undo'

type Deployment = Wire<V1Deployment>

const status: Command = {
  name: 'status',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  long: 'Show the status of the rollout. Waits until it is done, unless you say --watch=false.',
  examples: `# Wait until the deployment shop runs its newest template
kubectl rollout status deployment/shop`,
  flags: [
    ...rolloutFlags,
    flag.int('revision', 'Wait for this revision only; it is an error when another one begins.'),
    flag.duration('timeout', 'How long to wait, zero means as long as it takes.'),
    flag.bool('watch', 'Wait until the rollout is done.', { shorthand: 'w', default: true }),
  ],
  async run(invocation) {
    await eachSelected(invocation, info => showStatus(invocation, info))
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

/** Throws for other kinds, and what `change` says against it. */
function patchOf(
  { resource, name, object }: Info,
  refusal: string,
  kinds: readonly string[],
  change: (workload: Deployment) => object,
): object {
  try {
    if (!kinds.includes(resource.kind)) throw new Error(refusal)
    return change(object as unknown as Deployment)
  } catch (error) {
    throw new Error(
      `error: ${qualifiedResource(resource)} ${JSON.stringify(name)} ${(error as Error).message}`,
    )
  }
}

/** A command that changes the workloads it is given by a patch. */
const changing = (
  name: string,
  short: string,
  { doing, done }: { doing: string; done: string },
  change: (workload: Deployment) => object,
  kinds: readonly string[] = ['Deployment'],
): Command => ({
  name,
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short,
  flags: [fieldManagerFlag('kubectl-rollout'), ...rolloutFlags, ...printFlags(objectFormats)],
  async run(invocation) {
    const printer = await operationPrinter(invocation, '')
    const api = await invocation.api()
    const { name: namespace } = await invocation.namespace()
    await eachSelected(
      invocation,
      async info => {
        const body = patchOf(info, `${doing} is not supported`, kinds, change)
        const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
          body,
          contentType: 'application/strategic-merge-patch+json',
          query: { fieldManager: invocation.flags.string('field-manager') },
        })
        await printer.print(answer.body, done)
      },
      { empty: `No resources found in ${namespace} namespace.\n`, gathers: true },
    )
  },
})

const restart = changing(
  'restart',
  'Restart a resource',
  { doing: 'restarting', done: 'restarted' },
  ({ spec }) => {
    if (spec?.paused) throw new Error(`can't restart paused deployment (run rollout resume first)`)
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
    return { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': now } } } } }
  },
  ['DaemonSet', 'Deployment', 'StatefulSet'],
)

const pause = changing(
  'pause',
  'Mark the provided resource as paused',
  { doing: 'pausing', done: 'paused' },
  ({ spec }) => {
    if (spec?.paused) throw new Error('is already paused')
    return { spec: { paused: true } }
  },
)

const resume = changing(
  'resume',
  'Resume a paused resource',
  { doing: 'resuming', done: 'resumed' },
  ({ spec }) => {
    if (!spec?.paused) throw new Error('is not paused')
    return { spec: { paused: false } }
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
