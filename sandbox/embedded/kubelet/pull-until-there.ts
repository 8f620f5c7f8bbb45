import type { V1Container, V1EphemeralContainer } from '@kubernetes/client-node'
import { type BackOff, createBackOff } from './back-off'
import type { NodeContext } from './node/node-context'
import { PullError, type PulledImage, pullImage } from './pull'
import { syncPeriod } from './sync-period'

/** How long a failed pull stays `ErrImagePull` before the waiting begins. Milliseconds. */
const pullErrorShown = 500

/** The container that an image is pulled for, as far as pulling concerns it. */
export type Puller = {
  isStopped(): boolean
  report(reason: string, message: string, type?: 'Normal' | 'Warning'): void
  /** It waits, and why. */
  waiting(reason: string, message: string): void
  sleep(milliseconds: number): Promise<void>
}

/** Pulls a container's image, again and again until it is there; nothing if the container was stopped meanwhile. */
export async function pullUntilThere(
  node: NodeContext,
  { image = '', imagePullPolicy }: V1Container | V1EphemeralContainer,
  puller: Puller,
): Promise<PulledImage | undefined> {
  const backOff = createBackOff()
  while (!puller.isStopped()) {
    const started = performance.now()
    try {
      const local = mayUseLocal(node, image, imagePullPolicy)
      if (!local) puller.report('Pulling', `Pulling image "${image}"`)
      const pulled = pullImage(node.images, image)
      const took = `${Math.max(1, Math.round(performance.now() - started))}ms`
      puller.report(
        'Pulled',
        local
          ? `Container image "${image}" already present on machine and can be accessed by the pod`
          : `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${pulled.image.size} bytes.`,
      )
      node.pulled.add(image)
      return pulled
    } catch (error) {
      if (!(error instanceof PullError)) throw error
      await waitAfter(error, image, puller, backOff)
    }
  }
  return undefined
}

/** Is the image there, and may it be used? Throws `PullError` when it may not be pulled. */
function mayUseLocal({ pulled }: NodeContext, image: string, policy: string | undefined): boolean {
  const present = pulled.has(image)
  if (policy === 'Never' && !present) {
    const message = `Container image "${image}" is not present with pull policy of Never`
    throw new PullError('ErrImageNeverPull', message)
  }
  return present && policy !== 'Always'
}

async function waitAfter(error: PullError, image: string, puller: Puller, backOff: BackOff): Promise<void> {
  if (error.reason !== 'ErrImagePull') {
    const told = error.reason === 'InvalidImageName' ? 'InspectFailed' : error.reason
    puller.report(told, error.message, 'Warning')
    puller.report('Failed', `Error: ${error.reason}`, 'Warning')
    puller.waiting(error.reason, error.message)
    return puller.sleep(syncPeriod)
  }
  puller.report('Failed', `Failed to pull image "${image}": ${error.message}`, 'Warning')
  puller.report('Failed', 'Error: ErrImagePull', 'Warning')
  puller.waiting('ErrImagePull', error.message)
  await puller.sleep(pullErrorShown)
  if (puller.isStopped()) return
  puller.report('BackOff', `Back-off pulling image "${image}"`)
  puller.report('Failed', 'Error: ImagePullBackOff', 'Warning')
  puller.waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${error.message}`)
  await puller.sleep(backOff.next())
}
