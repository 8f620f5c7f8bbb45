import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import { selectorFlag } from '../../shared-flags'
import {
  changeFlags,
  changeObjects,
  containersOf,
  podSpecOf,
  rejectAllAndSelector,
  rejectLocalResources,
  rejectLocalServer,
  targets,
} from './change'

export const resources: Command = {
  name: 'resources',
  usage: '(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  examples: `# Let each container of the deployment shop use half a processor at most
kubectl set resources deployment/shop --limits=cpu=500m`,
  flags: [
    ...changeFlags,
    flag.string('containers', 'The names of containers to change, may use a wildcard.', {
      shorthand: 'c',
      default: '*',
    }),
    flag.string('limits', 'Most that a container may use, as cpu=100m,memory=256Mi.'),
    flag.string('requests', 'What a container is given at least, as cpu=100m,memory=256Mi.'),
    selectorFlag,
  ],
  async run(invocation) {
    const { flags, args } = invocation
    await rejectLocalResources(invocation, args)
    const infos = await targets(invocation, args)
    rejectLocalServer(invocation)
    rejectAllAndSelector(invocation)
    if (!flags.string('limits') && !flags.string('requests')) {
      throw new Error('you must specify an update to requests or limits (in the form of --requests/--limits)')
    }
    const limits = quantitiesOf(flags.string('limits'))
    const requests = quantitiesOf(flags.string('requests'))
    const failures: Error[] = []
    await changeObjects(
      invocation,
      infos,
      {
        change(object) {
          const containers = containersOf(podSpecOf(object), flags.string('containers'))
          if (containers.length === 0) {
            failures.push(new Error(`error: unable to find container named ${flags.string('containers')}`))
            return false
          }
          for (const container of containers) {
            const own = container as { resources?: Record<string, Record<string, string>> }
            own.resources = {
              ...own.resources,
              ...(limits ? { limits: { ...own.resources?.limits, ...limits } } : {}),
              ...(requests ? { requests: { ...own.resources?.requests, ...requests } } : {}),
            }
          }
          return true
        },
        operation: 'resource requirements updated',
        failure: 'failed to patch resources update to pod template ',
      },
      failures,
    )
  },
}

const quantity = /^[+-]?(\d+|\d+\.\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/

function quantitiesOf(text: string): Record<string, string> | undefined {
  if (!text) return undefined
  return Object.fromEntries(
    text.split(',').map(pair => {
      const [name = '', amount, ...more] = pair.split('=')
      if (amount === undefined || more.length > 0)
        throw new Error(`invalid argument syntax ${pair}, expected <resource>=<value>`)
      if (!quantity.test(amount)) {
        throw new Error(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        )
      }
      return [name, amount]
    }),
  )
}
