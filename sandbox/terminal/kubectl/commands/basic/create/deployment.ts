import { flag } from '../../../flags/definition'
import type { JsonObject } from '../../../object'
import { generatorCommand, nameAndCommand } from './generator'

/** A container is called as its image is: without registry, tag and digest. */
const containerName = (image: string): string =>
  (image.split('/').at(-1) ?? '')
    .split('@')[0]!
    .split(':')[0]!
    .replace(/[^a-z0-9-]/g, '-')

export const deployment = generatorCommand({
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  examples: `# Create a deployment named shop that runs two pods of nginx
kubectl create deployment shop --image=nginx --replicas=2`,
  flags: [
    flag.strings(
      'image',
      'Image names to run. A deployment can have multiple images set for multi-container pod.',
      { required: true },
    ),
    flag.int('port', 'The containerPort that this deployment exposes.', { default: -1 }),
    flag.int('replicas', 'Number of replicas to create. Default is 1.', { shorthand: 'r', default: 1 }),
  ],
  failure: 'failed to create deployment:',
  make(invocation) {
    const { name, command } = nameAndCommand(invocation)
    const { flags } = invocation
    const images = flags.list('image')
    if (images.length > 1 && command.length > 0)
      throw new Error('cannot specify multiple --image options and command')
    const port = flags.int('port')
    const labels = { app: name }
    const containers = images.map(
      (image, index): JsonObject => ({
        image,
        name: containerName(image),
        resources: {},
        ...(command.length > 0 ? { command: [...command] } : {}),
        ...(port >= 0 && index === 0 ? { ports: [{ containerPort: port }] } : {}),
      }),
    )
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels, name },
      spec: {
        replicas: flags.int('replicas'),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels }, spec: { containers } },
      },
      status: {},
    }
  },
})
