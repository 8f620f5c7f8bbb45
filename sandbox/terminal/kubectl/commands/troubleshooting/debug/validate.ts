import type { Invocation } from '../../../invocation'
import { imageReference } from '../../../validation'
import { commandOf } from './container'

const pullPolicies = ['', 'Always', 'IfNotPresent', 'Never']
const badImage = 'invalid reference format'

/** Throws for a line that cannot be meant, in the order of kubectl's own checks. */
export function validate(invocation: Invocation, targets: readonly string[]): void {
  const { flags } = invocation
  const image = flags.string('image')
  const images = flags.pairs('set-image')
  const command = commandOf(invocation)
  const fail = (message: string): never => {
    throw new Error(message)
  }
  if (flags.changed('attach') && flags.bool('attach') && !image && !flags.string('container'))
    fail('you must specify --container or create a new container using --image in order to attach.')
  if (flags.string('copy-to')) {
    if (!image && images.size === 0 && command.length === 0)
      fail('you must specify --image, --set-image or command arguments.')
    if (command.length > 0 && !flags.string('container') && !image)
      fail('you must specify an existing container or a new image when specifying args.')
  } else {
    if (flags.bool('replace')) fail('--replace may only be used with --copy-to.')
    if (flags.bool('same-node')) fail('--same-node may only be used with --copy-to.')
    if (images.size > 0) fail('--set-image may only be used with --copy-to.')
    if (!image) fail('you must specify --image when not using --copy-to.')
  }
  if (image && !imageReference.test(image)) fail(`invalid image name ${JSON.stringify(image)}: ${badImage}`)
  if (targets.length === 0 && flags.list('filename').length === 0)
    fail('NAME or filename is required for debug')
  const policy = flags.string('image-pull-policy')
  if (!pullPolicies.includes(policy)) fail(`invalid image pull policy: ${policy}`)
  for (const [name, wanted] of images)
    if (!imageReference.test(wanted))
      fail(`invalid image name ${JSON.stringify(wanted)} for container ${JSON.stringify(name)}: ${badImage}`)
  if (flags.string('target') && flags.string('copy-to'))
    fail('--target is incompatible with --copy-to. Use --share-processes instead.')
}
