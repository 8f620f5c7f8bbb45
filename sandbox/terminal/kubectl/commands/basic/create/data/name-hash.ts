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
function nameHash(object: KubeObject, name: string): string {
  const { kind, data = {}, binaryData, immutable, type = '' } = object
  const constant = immutable === undefined ? {} : { immutable }
  if (kind === 'Secret') return encode({ data, ...constant, kind, name, type })
  return encode({ ...(binaryData ? { binaryData } : {}), data, ...constant, kind, name })
}

const renamed = <T extends KubeObject>(object: T, hash: string): T => ({
  ...object,
  metadata: { ...object.metadata, name: `${object.metadata?.name ?? ''}-${hash}` },
})

/** As `kubectl create --append-hash` does. */
export const withNameHash = <T extends KubeObject>(object: T): T =>
  renamed(object, nameHash(object, object.metadata?.name ?? ''))

/** As kustomize does: without the name, and without what it says of itself. */
export const withContentHash = <T extends KubeObject>(object: T): T =>
  renamed(object, nameHash({ ...object, immutable: undefined }, ''))
