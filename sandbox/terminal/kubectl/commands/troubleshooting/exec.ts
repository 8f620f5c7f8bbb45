import { ApiStatusError } from '../../../../client'
import { type Command, usageError } from '../../command'
import { Fatal, isNotFound, withoutPrefix } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { connect } from '../../pods/connect'
import { chooseContainer } from '../../pods/containers'
import { findPod } from '../../pods/target'
import { select } from '../../resources/select'
import { filenameFlags } from '../shared-flags'

export const podRunningTimeoutFlag = (fallback: number) =>
  flag.duration(
    'pod-running-timeout',
    'How long (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    {
      default: fallback,
    },
  )

export const exec: Command = {
  name: 'exec',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  examples: `# Run date in the pod client
kubectl exec client -- date

# Try a connection from the pod client, in the namespace netpol-demo
kubectl exec -n netpol-demo client -- wget -qO- --timeout=2 http://web

# Open a shell in the pod client
kubectl exec -it client -- sh

# Run in the first pod of a deployment
kubectl exec deploy/shop -- nginx -v`,
  flags: [
    flag.string('container', 'Container name. If omitted, the default container of the pod.', {
      shorthand: 'c',
    }),
    ...filenameFlags('to use to exec into the resource').filter(({ name }) => name === 'filename'),
    podRunningTimeoutFlag(60_000),
    flag.bool('quiet', 'Only print output of the remote session', { shorthand: 'q' }),
    flag.bool('stdin', 'Pass stdin to the container', { shorthand: 'i' }),
    flag.bool('tty', 'Stdin is a terminal', { shorthand: 't' }),
  ],
  run: runExec,
}

async function runExec(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  const dash = flags.argsBeforeDash
  const filenames = flags.list('filename')
  if (dash < 0 && (args.length > 1 || (args.length > 0 && filenames.length > 0))) {
    throw usageError(
      invocation,
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    )
  }
  const target = args.length > 0 && dash !== 0 ? args[0] : undefined
  const command = dash < 0 ? [] : args.slice(dash)
  if (target === undefined && filenames.length === 0)
    throw new Error('pod, type/name or --filename must be specified')
  if (command.length === 0) throw new Error('you must specify at least one command for the container')

  const named = target ?? (await objectOfFile(invocation, filenames))
  const pod = await findPod(invocation, named, flags.duration('pod-running-timeout'))
  const phase = pod.status?.phase
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new Error(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  }
  const container = await chooseContainer(invocation, pod, flags.string('container'), {
    quiet: flags.bool('quiet'),
  })
  const code = await connect(invocation, {
    stdin: flags.bool('stdin'),
    tty: flags.bool('tty'),
    quiet: flags.bool('quiet'),
    run: async streams => {
      const api = await invocation.api()
      const { name: podName = '', namespace = '' } = pod.metadata ?? {}
      return api.client.exec({ namespace, pod: podName, container, command }, streams, invocation.signal)
    },
  }).catch((error: unknown) => {
    // Of a pod that only a file names the stream is the first to hear, and of one that is on no node yet.
    const isNowhere = error instanceof ApiStatusError && error.reason === 'BadRequest'
    if (isNowhere || (target === undefined && isNotFound(error)))
      throw new Error(`unable to upgrade connection: ${(error as Error).message}`)
    return withoutPrefix(error)
  })
  if (code !== 0) throw new Fatal(`command terminated with exit code ${code}`, code)
}

/** The one object that `-f` names, as the file has it. */
async function objectOfFile(invocation: Invocation, filenames: readonly string[]) {
  const { infos, errors } = await select(invocation, { args: [], filenames })
  if (errors[0]) throw errors[0]
  const [info, ...more] = infos
  if (!info || more.length > 0) throw new Error('cannot exec into multiple objects at a time')
  return { ...info, object: info.object as KubeObject }
}
