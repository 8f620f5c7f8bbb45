import type { FileSystem } from '../../../process'
import { base64, isText, variableLines } from '../commands/basic/create/data/key-sources'
import type { KubeObject } from '../object'
import { baseName, joinPath } from '../path'
import type { Generator, GeneratorOptions, Kustomization } from './kustomization'
import type { Resource } from './resources'

/** The config maps and secrets that a kustomization makes of literals and files. */
export async function generate(
  files: FileSystem,
  directory: string,
  { configMapGenerator = [], secretGenerator = [], generatorOptions = {} }: Kustomization,
): Promise<Resource[]> {
  const made: Resource[] = []
  for (const [kind, generators] of [
    ['ConfigMap', configMapGenerator],
    ['Secret', secretGenerator],
  ] as const) {
    for (const generator of generators) {
      const options = { ...generatorOptions, ...generator.options }
      const object = build(kind, generator, options, await entriesOf(files, directory, generator))
      const hashed = !options.disableNameSuffixHash
      made.push({ object, originalName: generator.name ?? '', hashed })
    }
  }
  return made
}

function build(
  kind: 'ConfigMap' | 'Secret',
  { name = '', namespace, type = 'Opaque' }: Generator,
  { labels, annotations, immutable }: GeneratorOptions,
  entries: readonly (readonly [string, Uint8Array])[],
): KubeObject {
  const text = new TextDecoder()
  const plain = entries.filter(([, value]) => isText(value))
  const binary = entries.filter(([, value]) => !isText(value))
  const values =
    kind === 'Secret'
      ? { data: Object.fromEntries(entries.map(([key, value]) => [key, base64(value)])), type }
      : {
          ...(plain.length > 0
            ? { data: Object.fromEntries(plain.map(([key, value]) => [key, text.decode(value)])) }
            : {}),
          ...(binary.length > 0
            ? { binaryData: Object.fromEntries(binary.map(([key, value]) => [key, base64(value)])) }
            : {}),
        }
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
    ...values,
    ...(immutable ? { immutable } : {}),
  }
}

async function entriesOf(
  files: FileSystem,
  directory: string,
  { literals = [], files: sources = [], envs = [], env }: Generator,
): Promise<[string, Uint8Array][]> {
  const encode = (value: string) => new TextEncoder().encode(value)
  const found: [string, Uint8Array][] = []
  for (const path of env ? [...envs, env] : envs) {
    const text = new TextDecoder().decode(await files.read(joinPath(directory, path)))
    for (const { key, value } of variableLines(text)) found.push([key, encode(value ?? '')])
  }
  for (const literal of literals) {
    const equals = literal.indexOf('=')
    if (equals < 1) throw new Error(`invalid literal source ${literal}, expected key=value`)
    const value = literal.slice(equals + 1)
    found.push([literal.slice(0, equals), encode(/^(["'])(.*)\1$/s.exec(value)?.[2] ?? value)])
  }
  for (const source of sources) {
    const equals = source.indexOf('=')
    const path = source.slice(equals + 1)
    found.push([
      equals < 0 ? baseName(path) : source.slice(0, equals),
      await files.read(joinPath(directory, path)),
    ])
  }
  return found
}
