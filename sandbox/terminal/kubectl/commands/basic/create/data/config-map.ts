import type { KubeObject } from '../../../../object'
import { generatorCommand, requireName } from '../generator'
import { base64, isText, type KeyMessages, readSources, sourceFlags } from './key-sources'
import { withNameHash } from './name-hash'

const messages: KeyMessages = {
  invalid: (key, why) => `${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${why}`,
  envDirectory: 'env config file cannot be a directory',
  twice: (key, name, text) =>
    `cannot add key ${JSON.stringify(key)}, another key by that name already exists in ${text ? 'Data' : 'BinaryData'} for ConfigMap ${JSON.stringify(name)}`,
}

export const configMap = generatorCommand({
  name: 'configmap',
  aliases: ['cm'],
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  examples: `# Create a config map with two values
kubectl create configmap settings --from-literal=colour=blue --from-literal=size=3

# Create a config map from a file
kubectl create configmap settings --from-file=app.properties`,
  flags: sourceFlags('config map'),
  failure: 'failed to create configmap:',
  async make(invocation) {
    const name = requireName(invocation)
    const entries = [...(await readSources(invocation, name, messages))]
    const text = entries
      .filter(([, value]) => isText(value))
      .map(([key, value]) => [key, new TextDecoder().decode(value)])
    const binary = entries.filter(([, value]) => !isText(value)).map(([key, value]) => [key, base64(value)])
    const made: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      ...(text.length > 0 ? { data: Object.fromEntries(text) } : {}),
      ...(binary.length > 0 ? { binaryData: Object.fromEntries(binary) } : {}),
    }
    return invocation.flags.bool('append-hash') ? withNameHash(made) : made
  },
})
