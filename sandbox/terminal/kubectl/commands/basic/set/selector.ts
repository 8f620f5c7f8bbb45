import { parseLabelSelector } from '../../../../../embedded/api/selectors/label-selector'
import type { Command } from '../../../command'
import { flag } from '../../../flags/definition'
import { changeFlags, changeObjects, rejectLocalResources, targets } from './change'

export const selector: Command = {
  name: 'selector',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  short: 'Set the selector on a resource',
  long: 'Set the selector on a resource. The new selector takes the place of the old one. Only services have one that can be set.',
  examples: `# Let the service web send to the pods with app=shop
kubectl set selector service web app=shop`,
  flags: [
    ...changeFlags.filter(({ name }) => name !== 'kustomize' && name !== 'recursive'),
    flag.bool('recursive', 'Go through the directories of -f, --filename with everything below them.', {
      shorthand: 'R',
      default: true,
    }),
    flag.string('resource-version', 'Only change the object if this is its version.'),
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const text = args.at(-1)
    if (text !== undefined) requireSelector(text)
    const labels = text === undefined ? undefined : parseSelector(text)
    await rejectLocalResources(invocation, args.slice(0, -1))
    const infos = await targets(invocation, args.slice(0, -1))
    if (!labels) throw new Error('one selector is required')
    for (const info of infos) {
      if (flags.string('resource-version') && info.object?.metadata)
        delete info.object.metadata.resourceVersion
    }
    await changeObjects(invocation, infos, {
      change(object) {
        if (object.kind !== 'Service') throw new Error('setting a selector is only supported for Services')
        if (labels.expressions.length > 0)
          throw new Error(`match expression [${labels.expressions.join(' ')}] not supported on this object`)
        const spec = object.spec as Record<string, unknown>
        spec.selector = labels.matchLabels
        if (flags.string('resource-version'))
          object.metadata = { ...object.metadata, resourceVersion: flags.string('resource-version') }
        return true
      },
      operation: 'selector updated',
      tellsUnchanged: true,
      stopsAtMistake: true,
    })
  },
}

function requireSelector(text: string): void {
  try {
    parseLabelSelector(text)
  } catch (error) {
    throw new Error(`couldn't parse the selector string ${JSON.stringify(text)}: ${(error as Error).message}`)
  }
}

type Labels = { matchLabels: Record<string, string>; expressions: string[] }

/** A label selector; set expressions as Go prints them, since they only stand in a message. */
function parseSelector(text: string): Labels {
  const found: Labels = { matchLabels: {}, expressions: [] }
  for (const part of text.match(/[^,(]+(\([^)]*\))?[^,]*/g) ?? []) {
    const [, key = '', operator, values = ''] = /^\s*(\S+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(part) ?? []
    if (operator) {
      const list = values.split(',').map(value => value.trim())
      found.expressions.push(`{${key} ${operator === 'in' ? 'In' : 'NotIn'} [${list.join(' ')}]}`)
      continue
    }
    const [, name = '', value] = /^\s*([^=!\s]+)\s*==?\s*(.*?)\s*$/.exec(part) ?? []
    if (value === undefined) {
      const exists = part.trim().startsWith('!') ? 'DoesNotExist' : 'Exists'
      found.expressions.push(`{${part.trim().replace(/^!/, '')} ${exists} []}`)
    } else found.matchLabels[name] = value
  }
  return found
}
