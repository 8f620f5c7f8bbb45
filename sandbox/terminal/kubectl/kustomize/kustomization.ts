import type { FileSystem } from '../../../process'
import { joinPath } from '../path'
import { parseYaml } from '../yaml/read'

export type Generator = {
  name?: string
  namespace?: string
  literals?: string[]
  files?: string[]
  envs?: string[]
  env?: string
  type?: string
  options?: GeneratorOptions
}
export type GeneratorOptions = {
  disableNameSuffixHash?: boolean
  labels?: Record<string, string>
  annotations?: Record<string, string>
  immutable?: boolean
}
export type PatchTarget = {
  group?: string
  version?: string
  kind?: string
  name?: string
  namespace?: string
  labelSelector?: string
}
export type Patch = { path?: string; patch?: string; target?: PatchTarget }

/** A kustomization.yaml (kustomize.config.k8s.io/v1beta1): the fields that work here. */
export type Kustomization = {
  resources?: string[]
  /** Directories of kustomizations that change what is there so far. */
  components?: string[]
  namespace?: string
  namePrefix?: string
  nameSuffix?: string
  commonLabels?: Record<string, string>
  labels?: { pairs?: Record<string, string>; includeSelectors?: boolean; includeTemplates?: boolean }[]
  commonAnnotations?: Record<string, string>
  images?: { name: string; newName?: string; newTag?: string; digest?: string }[]
  replicas?: { name: string; count: number }[]
  configMapGenerator?: Generator[]
  secretGenerator?: Generator[]
  generatorOptions?: GeneratorOptions
  patches?: Patch[]
  patchesStrategicMerge?: string[]
  patchesJson6902?: Patch[]
}

const known: readonly string[] = [
  'apiVersion',
  'commonAnnotations',
  'commonLabels',
  'components',
  'configMapGenerator',
  'generatorOptions',
  'images',
  'kind',
  'labels',
  'metadata',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'replicas',
  'resources',
  'secretGenerator',
]
/** Fields that kustomize has and this one has not. */
const missing: readonly string[] = [
  'configurations',
  'crds',
  'generators',
  'helmCharts',
  'helmGlobals',
  'openapi',
  'replacements',
  'sortOptions',
  'transformers',
  'validators',
  'vars',
]

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const

/** Reads the kustomization of a directory. Throws as `kubectl kustomize` does. */
export async function readKustomization(
  files: FileSystem,
  directory: string,
): Promise<{ kustomization: Kustomization; deprecated: string[] }> {
  const present = []
  for (const name of fileNames)
    if (await files.stat(joinPath(directory, name)).catch(() => undefined)) present.push(name)
  const [name] = present
  if (!name) {
    throw new Error(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`,
    )
  }
  if (present.length > 1) throw new Error(`Found multiple kustomization files under: ${directory}`)
  const text = new TextDecoder().decode(await files.read(joinPath(directory, name)))
  if (text.trim() === '') throw new Error(`${name} is empty`)
  let content: unknown
  try {
    content = parseYaml(text)
  } catch (error) {
    throw new Error(
      `invalid Kustomization: ${(error as Error).message.replace(/^yaml: line \d+: /, 'yaml: ')}`,
    )
  }
  const fields = Object.keys((content ?? {}) as object)
  const isEmpty = (field: string) => {
    const value = (content as Record<string, unknown>)[field]
    return Array.isArray(value) && value.length === 0
  }
  const absent = fields.find(field => missing.includes(field) && !isEmpty(field))
  if (absent) throw new Error(`kustomize's ${absent} are not available in this terminal`)
  const unknown = fields.find(field => !known.includes(field) && !missing.includes(field))
  if (unknown) throw new Error(`invalid Kustomization: json: unknown field ${JSON.stringify(unknown)}`)
  const deprecated = Object.entries(successors)
    .filter(([field]) => fields.includes(field))
    .map(
      ([field, successor]) =>
        `# Warning: '${field}' is deprecated. Please use '${successor}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.\n`,
    )
  return { kustomization: content as Kustomization, deprecated }
}

const successors: Readonly<Record<string, string>> = {
  commonLabels: 'labels',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
}
