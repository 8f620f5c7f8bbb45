import type { Invocation } from '../../invocation'
import { chooseContainer, type Pod } from '../../pods/containers'
import { attachTo } from './attach'

/** Prints what a container has said; '' is the pod's default one. */
export async function copyLogs(invocation: Invocation, pod: Pod, chosen: string): Promise<void> {
  const api = await invocation.api()
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const container = await chooseContainer(invocation, pod, chosen, { quiet: true })
  for await (const chunk of api.client.logs({ namespace, pod: name, container }, invocation.signal)) {
    await invocation.process.stdout.write(chunk)
  }
}

/** Attaches as the flags say; where that cannot be, a warning and the logs. */
export async function attachOrLogs(invocation: Invocation, pod: Pod, container: string): Promise<void> {
  const { flags } = invocation
  try {
    await attachTo(invocation, pod, {
      container,
      stdin: flags.bool('stdin'),
      tty: flags.bool('tty'),
      quiet: flags.bool('quiet'),
    })
  } catch (error) {
    invocation.signal.throwIfAborted()
    await invocation.err(
      `warning: couldn't attach to pod/${pod.metadata?.name}, falling back to streaming logs: ${(error as Error).message}\n`,
    )
    await copyLogs(invocation, pod, container)
  }
}
