import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { select } from '../../../resources/select'
import { generatorCommand, nameAndCommand } from './generator'

const container = (name: string, image: string, command: readonly string[]) => ({
  image,
  name,
  resources: {},
  ...(command.length > 0 ? { command: [...command] } : {}),
})

export const job = generatorCommand({
  name: 'job',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  examples: `# Run a program once
kubectl create job once --image=busybox -- date

# Run now what a cron job would run later
kubectl create job now --from=cronjob/nightly`,
  flags: [
    flag.string('from', 'What to make the job from (a CronJob).'),
    flag.string('image', 'Image name to run.'),
  ],
  failure: 'failed to create job:',
  async make(invocation) {
    const { name, command } = nameAndCommand(invocation)
    const image = invocation.flags.string('image')
    const from = invocation.flags.string('from')
    if (!image === !from) throw new Error('either --image or --from must be specified')
    if (from && command.length > 0) throw new Error('cannot specify --from and command')
    if (from) return fromCronJob(name, await cronJobOf(invocation, from))
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: {
        template: {
          metadata: {},
          spec: { containers: [container(name, image, command)], restartPolicy: 'Never' },
        },
      },
      status: {},
    }
  },
})

async function cronJobOf(invocation: Invocation, from: string): Promise<KubeObject> {
  const { infos, errors } = await select(invocation, { args: [from] })
  if (errors[0]) throw errors[0]
  const object = infos[0]?.object
  if (!object || infos.length !== 1) throw new Error('from must be an existing cronjob')
  if (object.kind !== 'CronJob') throw new Error(`unknown object type *v1.${object.kind}`)
  return object
}

type CronJob = {
  metadata: { name: string; uid: string }
  spec: {
    jobTemplate: {
      metadata?: { annotations?: Record<string, string>; labels?: Record<string, string> }
      spec: object
    }
  }
}

function fromCronJob(name: string, object: KubeObject): KubeObject {
  const { metadata, spec } = object as unknown as CronJob
  const { annotations, labels } = spec.jobTemplate.metadata ?? {}
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ...(labels ? { labels } : {}),
      name,
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          controller: true,
          kind: 'CronJob',
          name: metadata.name,
          uid: metadata.uid,
        },
      ],
    },
    spec: spec.jobTemplate.spec,
    status: {},
  }
}

export const cronJob = generatorCommand({
  name: 'cronjob',
  aliases: ['cj'],
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  examples: `# Run a program every five minutes
kubectl create cronjob often --image=busybox --schedule="*/5 * * * *" -- date`,
  flags: [
    flag.string('image', 'Image name to run.', { required: true }),
    flag.string('restart', "The job's restart policy: OnFailure or Never"),
    flag.string('schedule', 'When to run, in cron format.', { required: true }),
  ],
  failure: 'failed to create cronjob:',
  make(invocation) {
    const { flags } = invocation
    const { name, command } = nameAndCommand(invocation)
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        jobTemplate: {
          metadata: { name },
          spec: {
            template: {
              metadata: {},
              spec: {
                containers: [container(name, flags.string('image'), command)],
                restartPolicy: flags.string('restart') || 'OnFailure',
              },
            },
          },
        },
        schedule: flags.string('schedule'),
      },
      status: {},
    }
  },
})
