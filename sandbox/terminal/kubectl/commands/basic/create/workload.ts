import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { JsonObject } from '../../../object'
import { generatorCommand } from './generator'

const imageFlag = (usage: string) => flag.strings('image', usage)

function requireImage({ flags }: Invocation): void {
  if (!flags.changed('image')) throw new Error('required flag(s) "image" not set')
}

/** NAME and what stands after `--`. */
function nameAndCommand(invocation: Invocation): { name: string; command: readonly string[] } {
  const { args, flags, commandPath } = invocation
  const dash = flags.argsBeforeDash
  const names = dash < 0 ? args : args.slice(0, dash)
  if (names.length !== 1) {
    throw new Error(
      `exactly one NAME is required, got ${names.length}\nSee '${commandPath} -h' for help and examples`,
    )
  }
  return { name: names[0] as string, command: dash < 0 ? [] : args.slice(dash) }
}

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
    imageFlag('Image names to run. A deployment can have multiple images set for multi-container pod.'),
    flag.int('port', 'The containerPort that this deployment exposes.', { default: -1 }),
    flag.int('replicas', 'Number of replicas to create. Default is 1.', { shorthand: 'r', default: 1 }),
  ],
  make(invocation) {
    requireImage(invocation)
    const { name, command } = nameAndCommand(invocation)
    const { flags } = invocation
    const images = flags.list('image')
    if (images.length > 1 && command.length > 0)
      throw new Error('cannot specify multiple --image options and command')
    if (flags.int('replicas') < 0) throw new Error('--replicas must be greater than or equal to 0')
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

export const job = generatorCommand({
  name: 'job',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  flags: [flag.string('image', 'Image name to run.')],
  make(invocation) {
    const { name, command } = nameAndCommand(invocation)
    const image = invocation.flags.string('image')
    if (!image) throw new Error('either --image or --from must be specified')
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: {
        template: {
          metadata: {},
          spec: {
            containers: [
              { image, name, resources: {}, ...(command.length > 0 ? { command: [...command] } : {}) },
            ],
            restartPolicy: 'Never',
          },
        },
      },
      status: {},
    }
  },
})
