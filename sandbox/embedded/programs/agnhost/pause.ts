import { untilAborted } from '../until-aborted'
import { withFlags } from './command'

const statuses: Readonly<Record<string, readonly [said: string, status: number]>> = {
  SIGINT: ['interrupt', 1],
  SIGTERM: ['terminated', 2],
}

/** `agnhost pause`: waits, and says at its end which signal it was. */
export const pause = withFlags([], async process => {
  const { stdout, files, env, signal } = process
  await stdout.write('Paused\nSignals registered\n')
  await untilAborted(signal)
  const [said, status] = statuses[signal.reason as string] ?? ['killed', 137]
  const message = `exiting because of signal "${said}"\n`
  await files
    .write(env.TERMINATION_MESSAGE_PATH || '/dev/termination-log', new TextEncoder().encode(message))
    .catch(() => {
      // The real one does not mind, either.
    })
  await stdout.write(message)
  return status
})
