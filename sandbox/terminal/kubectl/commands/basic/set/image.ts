import type { Command } from '../../../command'
import { throwAll } from '../../../failure'
import type { Invocation } from '../../../invocation'
import { splitPairs } from '../../settings/pairs'
import { selectorFlag } from '../../shared-flags'
import {
  changeFlags,
  changeObjects,
  podSpecOf,
  rejectLocalResources,
  rejectLocalServer,
  targets,
} from './change'

export const image: Command = {
  name: 'image',
  usage:
    '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  long: 'Update existing container image(s) of resources.',
  examples: `# Let the container nginx of the deployment shop run another image
kubectl set image deployment/shop nginx=nginx:alpine

# All containers of all deployments
kubectl set image deployments *=nginx:alpine --all`,
  flags: [...changeFlags, selectorFlag],
  async run(invocation) {
    const { args } = invocation
    const { resources, pairs } = splitPairs(args, 'image')
    const invalid = pairs.filter(pair => !pair.includes('='))
    if (invalid.length > 0) throw new Error(`invalid image format: ${invalid.join(', ')}`)
    const images = new Map(
      pairs.map(pair => {
        const equals = pair.indexOf('=')
        return [pair.slice(0, equals), pair.slice(equals + 1)]
      }),
    )
    await rejectLocalResources(invocation, resources)
    const infos = await targets(invocation, resources)
    throwAll(mistakes(invocation, resources, images))
    const failures: Error[] = []
    await changeObjects(
      invocation,
      infos,
      {
        change(object) {
          const spec = podSpecOf(object)
          const all = [...spec.containers, ...(spec.initContainers ?? [])]
          for (const [name, wanted] of images) {
            const matching = all.filter(container => name === '*' || container.name === name)
            if (matching.length === 0)
              failures.push(new Error(`error: unable to find container named ${JSON.stringify(name)}`))
            for (const container of matching) container.image = wanted
          }
          return true
        },
        operation: 'image updated',
        failure: 'failed to patch image update to pod template: ',
      },
      failures,
    )
  },
}

function mistakes(
  invocation: Invocation,
  resources: readonly string[],
  images: ReadonlyMap<string, string>,
): Error[] {
  const { flags } = invocation
  const found: Error[] = []
  if (flags.bool('all') && flags.string('selector'))
    found.push(new Error('cannot set --all and --selector at the same time'))
  if (resources.length === 0 && flags.list('filename').length === 0 && !flags.string('kustomize')) {
    found.push(new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>'))
  }
  if (images.size === 0) found.push(new Error('at least one image update is required'))
  if (images.size > 1 && images.has('*')) {
    found.push(
      new Error(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      ),
    )
  }
  try {
    rejectLocalServer(invocation)
  } catch (error) {
    found.push(error as Error)
  }
  return found
}
