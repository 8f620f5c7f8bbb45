import type { V1Pod } from '@kubernetes/client-node'
import { ApiStatusError, resourcePath } from '../../../../client'
import { parseLabelSelector } from '../../../../embedded/api/selectors/label-selector'
import type { Command } from '../../command'
import { Failures, Fatal, isNotFound, throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { chunkSizeFlag, dryRunFlag, dryRunOf, dryRunSuffix, selectorFlag } from '../shared-flags'
import { cordonNode, nodesOf } from './cordon'

/** Between two looks whether a pod has gone, and between two attempts to evict it. Milliseconds. */
const interval = 200
const attemptInterval = 5_000

export const drain: Command = {
  name: 'drain',
  usage: 'NODE',
  short: 'Drain node in preparation for maintenance',
  long: `Drain node in preparation for maintenance.

 The node is marked unschedulable, then its pods are evicted. Those of daemon sets stay, and only with --ignore-daemonsets is the node drained in spite of them; pods that nobody would make again, and pods with emptyDir volumes, need --force and --delete-emptydir-data.`,
  examples: `# Empty a node, whatever its daemon sets run there
kubectl drain minikube-m02 --ignore-daemonsets

# Pods that no controller makes again, too
kubectl drain minikube-m02 --ignore-daemonsets --force`,
  flags: [
    chunkSizeFlag,
    flag.bool('delete-emptydir-data', 'Go on even if pods use emptyDir, whose data goes with them.'),
    flag.bool(
      'disable-eviction',
      'Delete the pods instead of evicting them, whatever the disruption budgets.',
    ),
    dryRunFlag,
    flag.bool('force', 'Go on even if there are pods that declare no controller.'),
    flag.int('grace-period', "Seconds that each pod has to end; below 0 the pod's own.", { default: -1 }),
    flag.bool('ignore-daemonsets', 'Leave the pods of daemon sets alone.'),
    flag.string('pod-selector', 'Label selector of the pods of the node that are meant.'),
    selectorFlag,
    flag.int('skip-wait-for-delete-timeout', 'Do not wait for pods that are being deleted for this long.'),
    flag.duration('timeout', 'How long to wait before giving up; 0 is for ever.'),
  ],
  run: runDrain,
}

async function runDrain(invocation: Invocation): Promise<void> {
  requireLabelSelector(invocation.flags.string('pod-selector'))
  const infos = await nodesOf(invocation)
  const dryRun = dryRunOf(invocation)
  for (const info of infos) await cordonNode(invocation, info, true)
  const failures: { name: string; error: Error }[] = []
  for (const { name } of infos) {
    try {
      await empty(invocation, name)
      await invocation.out(`node/${name} drained${dryRunSuffix(dryRun)}\n`)
    } catch (error) {
      failures.push({ name, error: error as Error })
      await invocation.err(
        `error: unable to drain node ${JSON.stringify(name)} due to error: ${(error as Error).message}, continuing command...\n`,
      )
    }
  }
  if (failures.length === 0) return
  await invocation.err(
    `There are pending nodes to be drained:\n${failures.map(({ name }) => ` ${name}\n`).join('')}`,
  )
  const all = failures.flatMap(({ error }) => (error instanceof Failures ? error.errors : [error]))
  throw new Fatal(all.map(({ message }) => message).join('\n'))
}

function requireLabelSelector(text: string): void {
  try {
    parseLabelSelector(text)
  } catch {
    throw new Error('--pod-selector=<pod_selector> must be a valid label selector')
  }
}

const pods = { group: '', version: 'v1', resource: 'pods' }

type Sort = 'evict' | 'skip' | { warning: string; evict: boolean } | { error: string }

const controllerOf = ({ metadata }: V1Pod) => metadata?.ownerReferences?.find(({ controller }) => controller)
const isFinished = ({ status }: V1Pod) => status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** kubectl's pkg/drain filters, in their order; the first that has a word decides, unless it only warns. */
const filters: readonly ((pod: V1Pod, flags: Invocation['flags']) => Sort)[] = [
  (pod, flags) => {
    if (controllerOf(pod)?.kind !== 'DaemonSet' || isFinished(pod)) return 'evict'
    return flags.bool('ignore-daemonsets')
      ? { warning: 'ignoring DaemonSet-managed Pods', evict: false }
      : { error: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
  },
  ({ metadata }) => (metadata?.annotations?.['kubernetes.io/config.mirror'] ? 'skip' : 'evict'),
  (pod, flags) => {
    if (isFinished(pod) || !pod.spec?.volumes?.some(({ emptyDir }) => emptyDir)) return 'evict'
    return flags.bool('delete-emptydir-data')
      ? 'evict'
      : { error: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)' }
  },
  (pod, flags) => {
    if (controllerOf(pod) || isFinished(pod)) return 'evict'
    return flags.bool('force')
      ? { warning: 'deleting Pods that declare no controller', evict: true }
      : { error: 'cannot delete Pods that declare no controller (use --force to override)' }
  },
]

async function empty(invocation: Invocation, node: string): Promise<void> {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const api = await invocation.api()
  const path = resourcePath(pods)
  const labelSelector = flags.string('pod-selector')
  const { body } = await api.request<{ items: V1Pod[] }>('GET', path, {
    query: { fieldSelector: `spec.nodeName=${node}`, ...(labelSelector && { labelSelector }) },
  })
  const evicted: V1Pod[] = []
  const told = { warning: new Map<string, string[]>(), error: new Map<string, string[]>() }
  for (const pod of body.items) {
    const sorts = filters.map(filter => filter(pod, flags))
    const decided = sorts.find(
      sort => sort === 'skip' || (typeof sort === 'object' && !('evict' in sort && sort.evict)),
    )
    for (const sort of decided ? [decided] : sorts) {
      if (typeof sort !== 'object') continue
      const [list, text] = 'error' in sort ? [told.error, sort.error] : [told.warning, sort.warning]
      list.set(text, [...(list.get(text) ?? []), `${pod.metadata?.namespace}/${pod.metadata?.name}`])
    }
    if (!decided) evicted.push(pod)
  }
  const lines = (list: Map<string, string[]>) =>
    [...list].map(([text, names]) => `${text}: ${names.join(', ')}`)
  if (told.error.size > 0) throwAll(lines(told.error).map(text => new Error(text)))
  if (told.warning.size > 0) await invocation.err(`Warning: ${lines(told.warning).join('; ')}\n`)
  if (dryRun !== 'none') {
    for (const pod of evicted)
      await invocation.out(
        `evicting pod ${pod.metadata?.namespace}/${pod.metadata?.name}${dryRunSuffix(dryRun)}\n`,
      )
    return
  }
  const limit = flags.duration('timeout')
  const end = limit > 0 ? Date.now() + limit : Number.POSITIVE_INFINITY
  await Promise.all(evicted.map(pod => evict(invocation, pod, end)))
}

/** Asks until the disruption budgets allow it, then waits until the pod is gone. */
async function evict(invocation: Invocation, { metadata }: V1Pod, end: number): Promise<void> {
  const { flags, signal } = invocation
  const { namespace = '', name = '', uid } = metadata ?? {}
  const api = await invocation.api()
  const path = resourcePath({ ...pods, namespace, name })
  const deletes = flags.bool('disable-eviction')
  const seconds = flags.int('grace-period')
  const options = seconds >= 0 ? { gracePeriodSeconds: seconds } : {}
  const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
  const late = () => {
    if (Date.now() > end) throw new Error(`global timeout reached: ${flags.duration('timeout') / 1_000}s`)
    if (signal.aborted) throw signal.reason
  }
  for (;;) {
    await invocation.err(`${deletes ? 'deleting' : 'evicting'} pod ${namespace}/${name}\n`)
    try {
      if (deletes) await api.request('DELETE', path, { body: options })
      else
        await api.request('POST', `${path}/eviction`, {
          body: {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name, namespace },
            deleteOptions: options,
          },
        })
      break
    } catch (error) {
      if (isNotFound(error)) return
      if (!(error instanceof ApiStatusError) || error.code !== 429) throw error
      await invocation.err(
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}\n`,
      )
      await pause(attemptInterval)
      late()
    }
  }
  for (;;) {
    try {
      const { body } = await api.request<V1Pod>('GET', path)
      if (body.metadata?.uid !== uid) break
    } catch (error) {
      if (!isNotFound(error)) throw error
      break
    }
    await pause(interval)
    late()
  }
  await invocation.out(`pod/${name} ${deletes ? 'deleted' : 'evicted'}\n`)
}
