import { ApiStatusError } from '../../../../client'
import type { Command } from '../../command'
import { withoutPrefix } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { connect } from '../../pods/connect'
import { chooseContainer, type Pod } from '../../pods/containers'
import { findPod } from '../../pods/target'
import { podRunningTimeoutFlag } from './exec'

export const attach: Command = {
  name: 'attach',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Attach to a process that is already running inside an existing container.',
  examples: `# See what the pod web writes from now on
kubectl attach web

# Type into a pod that was started with -it
kubectl attach web -i -t`,
  flags: [
    flag.string('container', 'Container name. If omitted, the default container of the pod.', {
      shorthand: 'c',
    }),
    flag.string('detach-keys', 'Override the key sequence for detaching a container.', {
      default: 'ctrl-p,ctrl-q',
    }),
    podRunningTimeoutFlag(60_000),
    flag.bool('quiet', 'Only print output from the remote session', { shorthand: 'q' }),
    flag.bool('stdin', 'Pass stdin to the container', { shorthand: 'i' }),
    flag.bool('tty', 'Stdin is a terminal', { shorthand: 't' }),
  ],
  run: runAttach,
}

async function runAttach(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length === 0) throw new Error('at least 1 argument is required for attach')
  if (args.length > 2)
    throw new Error(
      'expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ' +
        `${args.length}: [${args.join(' ')}]`,
    )
  const target = args.length === 2 ? `${args[0]}/${args[1]}` : (args[0] as string)
  const pod = await findPod(invocation, target, flags.duration('pod-running-timeout'))
  const phase = pod.status?.phase
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new Error(`cannot attach a container in a completed pod; current phase is ${phase}`)
  }
  await attachTo(invocation, pod, {
    container: flags.string('container'),
    stdin: flags.bool('stdin'),
    tty: flags.bool('tty'),
    quiet: flags.bool('quiet'),
  })
}

export type AttachChoice = { container: string; stdin: boolean; tty: boolean; quiet: boolean }

/** Connects to what a container runs, as `kubectl attach` and `kubectl run -it` do. */
export async function attachTo(invocation: Invocation, pod: Pod, choice: AttachChoice): Promise<void> {
  const container = await chooseContainer(invocation, pod, choice.container, { quiet: choice.quiet }).catch(
    (error: Error) => {
      throw new Error(`cannot attach to the container: ${error.message}`)
    },
  )
  let { tty } = choice
  const { containers = [], ephemeralContainers = [] } = pod.spec ?? {}
  const spec = [...containers, ...ephemeralContainers].find(({ name }) => name === container)
  if (tty && !spec?.tty) {
    tty = false
    if (!choice.quiet) {
      await invocation.err(`error: Unable to use a TTY - container ${container} did not allocate one\n`)
    }
  } else if (!tty && choice.stdin && spec?.tty) tty = true
  if (!choice.quiet) {
    await invocation.err(
      'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
    )
    await invocation.err("If you don't see a command prompt, try pressing enter.\n")
  }
  const { name = '', namespace = '' } = pod.metadata ?? {}
  try {
    await connect(invocation, {
      ...choice,
      tty,
      run: async streams => {
        const api = await invocation.api()
        return api.client.attach({ namespace, pod: name, container }, streams, invocation.signal)
      },
    })
  } catch (error) {
    if (error instanceof ApiStatusError && error.reason === 'BadRequest')
      throw new Error(`unable to upgrade connection: ${error.message}`)
    if (error instanceof ApiStatusError) withoutPrefix(error)
    throw error
  }
  if (choice.stdin && tty && pod.spec?.restartPolicy === 'Always' && !choice.quiet) {
    await invocation.out(
      `Session ended, resume using 'kubectl attach ${name} -c ${container} -i -t' command when the pod is running\n`,
    )
  }
}
