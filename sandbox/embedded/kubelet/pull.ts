import { createHash } from 'node:crypto'
import type { Image } from '../images/image'
import { formatReference, parseReference } from '../images/reference'
import type { ImageTable } from '../images/table'

export type PulledImage = {
  readonly image: Image
  /** As status shows it: `docker.io/library/nginx:latest`. */
  readonly name: string
  readonly id: string
}

/** An image cannot be had; `reason` is the container's waiting reason, `message` containerd's words. */
export class PullError extends Error {
  constructor(
    readonly reason: 'ErrImagePull' | 'InvalidImageName' | 'ErrImageNeverPull',
    message: string,
  ) {
    super(message)
    this.name = 'PullError'
  }
}

/** What pulling an image from a registry gives. Throws `PullError`. */
export function pullImage(images: ImageTable, text: string): PulledImage {
  const reference = parseReference(text)
  if (!reference)
    throw new PullError(
      'InvalidImageName',
      `Failed to apply default image tag "${text}": couldn't parse image name "${text}": invalid reference format`,
    )
  const name = formatReference(reference)
  const image = images(reference)
  if (!image)
    throw new PullError(
      'ErrImagePull',
      `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve image: ${name}: not found`,
    )
  const digest = createHash('sha256').update(name).digest('hex')
  return { image, name, id: `${reference.repository}@sha256:${digest}` }
}
