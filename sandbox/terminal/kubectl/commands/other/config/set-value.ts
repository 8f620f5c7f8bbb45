import { type Command, usageError } from '../../../command'
import {
  removeEntry,
  type Section,
  saveKubeconfig,
  setCurrentContext,
  setEntry,
} from '../../../kubeconfig/write'
import { fileFor, openConfig } from './open'

const sections: readonly Section[] = ['clusters', 'users', 'contexts']

/** `contexts.lab.namespace`: section, name (which may hold dots), field. */
function parseProperty(
  property: string,
): { section: Section; name: string; field: string } | 'current-context' {
  if (property === 'current-context') return property
  const [first = '', ...rest] = property.split('.')
  const section = sections.find(one => one === first)
  const field = rest.at(-1) ?? ''
  if (!section || rest.length < 2) throw new Error(`invalid path ${property}`)
  return { section, name: rest.slice(0, -1).join('.'), field }
}

/** `config set` and `config unset`: one field by its path. */
export const setValue: readonly Command[] = [
  {
    name: 'set',
    usage: 'PROPERTY_NAME PROPERTY_VALUE',
    short: 'Set an individual value in a kubeconfig file',
    flags: [],
    async run(invocation) {
      const [property, value, ...more] = invocation.args
      if (property === undefined || value === undefined || more.length > 0) {
        throw usageError(invocation, `Unexpected args: [${invocation.args.join(' ')}]`)
      }
      const target = parseProperty(property)
      const { files } = await openConfig(invocation)
      const file = target === 'current-context' ? fileFor(files) : fileFor(files, target.section, target.name)
      if (target === 'current-context') setCurrentContext(file, value)
      else setEntry(file, target.section, target.name, { [target.field]: value })
      await saveKubeconfig(invocation.process.files, file)
      await invocation.out(`Property ${JSON.stringify(property)} set.\n`)
    },
  },
  {
    name: 'unset',
    usage: 'PROPERTY_NAME',
    short: 'Unset an individual value in a kubeconfig file',
    flags: [],
    async run(invocation) {
      const [property, ...more] = invocation.args
      if (property === undefined || more.length > 0) {
        throw usageError(invocation, `Unexpected args: [${invocation.args.join(' ')}]`)
      }
      const [section, name, ...rest] = property.split('.')
      const whole = rest.length === 0 && name !== undefined && sections.find(one => one === section)
      const { files } = await openConfig(invocation)
      const target = whole ? { section: whole, name } : parseProperty(property)
      const file = target === 'current-context' ? fileFor(files) : fileFor(files, target.section, target.name)
      if (target === 'current-context') setCurrentContext(file, '')
      else if (!('field' in target)) removeEntry(file, target.section, target.name)
      else setEntry(file, target.section, target.name, { [target.field]: undefined })
      await saveKubeconfig(invocation.process.files, file)
      await invocation.out(`Property ${JSON.stringify(property)} unset.\n`)
    },
  },
]
