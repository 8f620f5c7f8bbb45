import { ApiStatusError, resourcePath } from '../../../../client'
import { type Command, usageError } from '../../command'
import { isNotFound } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { chooseContainer, containerNames, type Pod } from '../../pods/containers'
import { byLogging } from '../../pods/order'
import { namedObject, pause, podsOf } from '../../pods/target'
import { enhanced, type Info } from '../../resources/select'
import { selectorFlag } from '../shared-flags'
import { podRunningTimeoutFlag } from './exec'

const usage = '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'
const advice =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"

export const logs: Command = {
  name: 'logs',
  usage,
  short: 'Print the logs for a container in a pod',
  long: 'Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.',
  examples: `# Show the log of the pod web
kubectl logs web

# Follow it, beginning with the last ten lines
kubectl logs -f --tail=10 web

# Show the logs of all pods with a label
kubectl logs -l app=web --all-containers`,
  flags: [
    flag.bool('all-containers', "Get all containers' logs in the pod(s)."),
    flag.bool('all-pods', 'Get logs from all pod(s). Sets prefix to true.'),
    flag.string('container', 'Print the logs of this container', { shorthand: 'c' }),
    flag.bool('follow', 'Go on as more is logged.', { shorthand: 'f' }),
    flag.bool('ignore-errors', 'Go on with the other logs when one cannot be read.'),
    flag.bool('insecure-skip-tls-verify-backend', 'Do not check the identity of the kubelet.'),
    flag.int('limit-bytes', 'Maximum bytes of logs to return. Defaults to no limit.'),
    flag.int('max-log-requests', 'How many logs may be followed at once with a selector.', { default: 5 }),
    podRunningTimeoutFlag(20_000),
    flag.bool('prefix', 'Begin each line with the pod and container it is from'),
    flag.bool('previous', 'The log of the container that ran before, if there is one.', { shorthand: 'p' }),
    selectorFlag,
    flag.duration('since', 'Only logs newer than this duration (like 5s, 2m, or 3h).'),
    flag.string('since-time', 'Only logs after this time (RFC3339).'),
    flag.int('tail', 'How many of the last lines to show; all of them without a selector, 10 with one.', {
      default: -1,
    }),
    flag.bool('timestamps', 'Begin each line with its time'),
  ],
  run: runLogs,
}

/** Throws as Go's time.Parse does for what is no time of RFC 3339. */
function checkTime(text: string): void {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return
  const year = /^\d{4}/.exec(text)?.[0]
  const rest = JSON.stringify(year ? text.slice(4) : text)
  throw new Error(
    `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${rest} as ${JSON.stringify(year ? '-' : '2006')}`,
  )
}

type Log = { pod: Pod; container: string }

async function runLogs(invocation: Invocation): Promise<void> {
  const { flags } = invocation
  checkArguments(invocation)
  const choose = await findPods(invocation)
  checkFlags(invocation)
  const targets = await findLogs(invocation, await choose())
  const follow = flags.bool('follow')
  const most = flags.int('max-log-requests')
  if (follow && targets.length > most) {
    throw new Error(
      `you are attempting to follow ${targets.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    )
  }
  if (follow) await Promise.all(targets.map(target => copyLog(invocation, target)))
  else for (const target of targets) await copyLog(invocation, target)
  invocation.signal.throwIfAborted()
}

function checkArguments(invocation: Invocation): void {
  const { flags, args } = invocation
  const selector = flags.string('selector')
  if ((args.length === 0 && !selector) || args.length > 2) throw usageError(invocation, advice)
  if (args.length === 1 && selector)
    throw usageError(invocation, 'only a selector (-l) or a POD name is allowed')
  if (flags.string('since-time')) checkTime(flags.string('since-time'))
}

function checkFlags({ flags, args }: Invocation): void {
  const container = args[1] || flags.string('container')
  if (flags.string('since-time') && flags.duration('since')) {
    throw new Error('at most one of `sinceTime` or `sinceSeconds` may be specified')
  }
  if (flags.bool('all-containers') && container) {
    throw new Error(`--all-containers=true should not be specified with container name ${container}`)
  }
  if (flags.changed('container') && args.length === 2) {
    throw new Error('only one of -c or an inline [CONTAINER] arg is allowed')
  }
  if (flags.int('limit-bytes') < 0) throw new Error('--limit-bytes must be greater than 0')
  if (flags.duration('since') < 0) throw new Error('--since must be greater than 0')
  if (flags.int('tail') < -1) throw new Error('--tail must be greater than or equal to -1')
}

async function findLogs(invocation: Invocation, pods: readonly Pod[]): Promise<Log[]> {
  const { flags, args } = invocation
  const logs: Log[] = []
  for (const pod of pods) {
    const names = flags.bool('all-containers')
      ? containerNames(pod)
      : [
          await chooseContainer(invocation, pod, flags.string('container') || args[1] || '', {
            quiet: flags.bool('all-pods'),
          }),
        ]
    logs.push(...names.map(container => ({ pod, container })))
  }
  return logs
}

const podResource = { group: '', version: 'v1', resource: 'pods' }

/** Finds what the line names; the answer chooses among its pods. */
async function findPods(invocation: Invocation): Promise<() => Promise<Pod[]>> {
  const { flags, args } = invocation
  const namespace = (await invocation.namespace()).name
  const selector = flags.string('selector')
  if (selector) {
    const api = await invocation.api()
    const query = { labelSelector: selector }
    const { body } = await api
      .request<{ items?: Pod[] }>('GET', resourcePath({ ...podResource, namespace }), { query })
      .catch(error => {
        throw enhanced(error, podResource, query)
      })
    const pods = body.items ?? []
    if (pods.length === 0) await invocation.err(`No resources found in ${namespace} namespace.\n`)
    return async () => pods
  }
  const info = await namedObject(invocation, args[0] as string).catch((error: Error) => {
    if (!isNotFound(error)) throw error
    throw new Error(
      `error from server (NotFound): ${error.message} in namespace ${JSON.stringify(namespace)}`,
    )
  })
  if (info.resource.kind === 'Pod') return async () => [info.object as Pod]
  return async () => {
    const pods = await podsOnceThere(invocation, info)
    if (flags.bool('all-pods') || pods.length < 2) return pods
    const [first] = pods as [Pod]
    await invocation.err(`Found ${pods.length} pods, using pod/${first.metadata?.name}\n`)
    return [first]
  }
}

/** The pods of a workload; one that has none may still get some. */
async function podsOnceThere(invocation: Invocation, info: Info & { object: KubeObject }): Promise<Pod[]> {
  const { flags, signal } = invocation
  const until = Date.now() + flags.duration('pod-running-timeout')
  for (;;) {
    const pods = await podsOf(invocation, info, 'cannot get the logs from', byLogging)
    if (pods.length > 0 || flags.bool('all-pods')) return pods
    if (Date.now() >= until) throw new Error('timed out waiting for the condition')
    await pause(500, signal)
  }
}

async function copyLog(invocation: Invocation, { pod, container }: Log): Promise<void> {
  const { flags } = invocation
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const tail = flags.string('selector') && !flags.changed('tail') ? 10 : flags.int('tail')
  const api = await invocation.api()
  const prefix = flags.bool('prefix') || flags.bool('all-pods') ? `[pod/${name}/${container}] ` : ''
  const bytes = api.client.logs(
    {
      namespace,
      pod: name,
      container,
      follow: flags.bool('follow') || undefined,
      previous: flags.bool('previous') || undefined,
      timestamps: flags.bool('timestamps') || undefined,
      tailLines: tail < 0 ? undefined : tail,
      limitBytes: flags.int('limit-bytes') || undefined,
      sinceSeconds: flags.duration('since') ? Math.round(flags.duration('since') / 1000) : undefined,
      sinceTime: flags.string('since-time') || undefined,
    },
    invocation.signal,
  )
  try {
    let lineBegins = true
    for await (const chunk of bytes) {
      if (!prefix) {
        await invocation.process.stdout.write(chunk)
        continue
      }
      const text = new TextDecoder().decode(chunk)
      const prefixed = text.replace(/\n(?=.)/gs, `\n${prefix}`)
      await invocation.out((lineBegins ? prefix : '') + prefixed)
      lineBegins = text.endsWith('\n')
    }
  } catch (error) {
    if (!flags.bool('ignore-errors') || !(error instanceof ApiStatusError)) throw error
    await invocation.err(`error: ${error.message}\n`)
  }
}
