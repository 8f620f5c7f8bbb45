import type { Command } from '../../command'
import { throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { JsonObject } from '../../object'
import { joinApiVersion } from '../../object'
import { objectFormats, printFlags } from '../../output/printer'
import { type Info, select } from '../../resources/select'
import { createObject } from '../basic/create/generator'
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  saveConfigFlag,
  validateFlag,
} from '../shared-flags'

export const autoscale: Command = {
  name: 'autoscale',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: 'Make an autoscaler that keeps the number of pods between two bounds. It needs metrics to do anything.',
  flags: [
    flag.string('cpu', 'Target of processor use, as per cent of the request (80%) or as a quantity (500m).'),
    dryRunFlag,
    fieldManagerFlag('kubectl-autoscale'),
    ...filenameFlags('identifying the resource to autoscale.'),
    flag.int('max', 'Most pods that there may be. Required.', { default: -1, required: true }),
    flag.string('memory', 'Target of memory use, as per cent of the request (80%) or as a quantity (500Mi).'),
    flag.int('min', 'Fewest pods that there may be.', { default: -1 }),
    flag.string('name', 'Name of the autoscaler; that of what it scales when missing.'),
    saveConfigFlag,
    { ...validateFlag, hidden: true },
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const [least, most] = [flags.int('min'), flags.int('max')]
    if (most < 1) throw new Error(`--max=MAXPODS is required and must be at least 1, max: ${most}`)
    if (most < least)
      throw new Error(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`)
    const metrics = (['cpu', 'memory'] as const).flatMap(name => metricOf(name, flags.string(name)))
    const { infos, errors } = await select(invocation, { args, ...filenamesOf(invocation) })
    for (const info of infos)
      await createAutoscaler(invocation, info, metrics).catch(error => {
        // kubectl tries again by autoscaling/v1, which knows nothing but a percentage of cpu.
        if (error instanceof NotScalable) throw error
        const cpu = flags.string('cpu')
        if (cpu.endsWith('%') && !flags.string('memory')) throw error
        throw new Error(
          `failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${cpu ? '%!w(<nil>)' : 'empty input'}`,
        )
      })
    throwAll(errors)
    if (infos.length === 0) throw new Error('no objects passed to autoscale')
  },
}

class NotScalable extends Error {}

function metricOf(name: string, text: string): JsonObject[] {
  if (!text) return []
  const percent = /^(-?\d+)%$/.exec(text)?.[1]
  if (percent === undefined && !/^\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i)?$/.test(text)) {
    throw new Error(
      `invalid ${name} value: ${JSON.stringify(text)}: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    )
  }
  const target: JsonObject =
    percent === undefined
      ? { averageValue: text, type: 'AverageValue' }
      : { averageUtilization: Number(percent), type: 'Utilization' }
  return [{ resource: { name, target }, type: 'Resource' }]
}

async function createAutoscaler(
  invocation: Invocation,
  { resource, name }: Info,
  metrics: JsonObject[],
): Promise<void> {
  const { flags } = invocation
  const { group, version, kind } = resource
  if (!resource.subresources.includes('scale')) {
    throw new NotScalable(
      `cannot autoscale a ${kind}: could not find scale subresource for ${joinApiVersion(group, version)}, Resource=${resource.resource} in discovery information`,
    )
  }
  await createObject(
    invocation,
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: flags.string('name') || name },
      spec: {
        maxReplicas: flags.int('max'),
        ...(metrics.length > 0 ? { metrics } : {}),
        ...(flags.int('min') > 0 ? { minReplicas: flags.int('min') } : {}),
        scaleTargetRef: { apiVersion: joinApiVersion(group, version), kind, name },
      },
      status: { currentMetrics: null, desiredReplicas: 0 },
    },
    'autoscaled',
  )
}
