import { createHash } from 'node:crypto'
import type { KubeObject } from '../../../../object'
import { goJson } from '../../../../output/json'

/** Ten characters of a hash, without vowels (kubectl/pkg/util/hash): what `--append-hash` and kustomize's generators add to a name. */
const encode = (value: unknown): string =>
  createHash('sha256')
    .update(goJson(value))
    .digest('hex')
    .slice(0, 10)
    .replace(/[013ae]/g, letter => ({ '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' })[letter] as string)

/** The hash of a config map's or a secret's data, kind, name and type. */
export function nameHash(object: KubeObject): string {
  const { kind, data = {}, binaryData, immutable, type = '', metadata } = object
  const name = metadata?.name ?? ''
  const constant = immutable === undefined ? {} : { immutable }
  if (kind === 'Secret') return encode({ data, ...constant, kind, name, type })
  return encode({ ...(binaryData ? { binaryData } : {}), data, ...constant, kind, name })
}

export const withNameHash = <T extends KubeObject>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, name: `${object.metadata?.name ?? ''}-${nameHash(object)}` },
})
