import { type Command, usageError } from '../../../command'
import type { KubeconfigFile } from '../../../kubeconfig/kubeconfig'
import { removeEntry, saveKubeconfig, setCurrentContext, setEntry } from '../../../kubeconfig/write'
import { fileFor, openConfig } from './open'
import { type Property, parseProperty, propertyValue } from './property'

const fileOf = (files: readonly KubeconfigFile[], target: Property): KubeconfigFile =>
  target.section === 'current-context' ? fileFor(files) : fileFor(files, target.section, target.name)

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
      if (value === '') throw new Error('you cannot use set to unset a property')
      const { files } = await openConfig(invocation)
      const target = parseProperty(property)
      const file = fileOf(files, target)
      if (target.section === 'current-context') setCurrentContext(file, value)
      else if (target.field === undefined) throw new Error(`can't set a map to a value: ${target.section}`)
      else setEntry(file, target.section, target.name, { [target.field]: propertyValue(value, target.kind) })
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
      const { files, config } = await openConfig(invocation)
      const target = parseProperty(property)
      const file = fileOf(files, target)
      if (target.section === 'current-context') setCurrentContext(file, '')
      else if (target.field === undefined) removeEntry(file, target.section, target.name)
      else if (!config[target.section].has(target.name))
        throw new Error(`current map key \`${target.name}\` is invalid`)
      else setEntry(file, target.section, target.name, { [target.field]: undefined })
      await saveKubeconfig(invocation.process.files, file)
      await invocation.out(`Property ${JSON.stringify(property)} unset.\n`)
    },
  },
]
