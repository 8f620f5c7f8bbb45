import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { StartObject } from '@/sandbox/exercise'
import { ContentError, type ContentProblem } from './problem'
import { parseManifest } from './yaml-file'

/** Objects that others need come first, whatever the files are called; `kubectl apply -f start/` would stumble. */
const first = ['Namespace', 'ServiceAccount', 'ConfigMap', 'Secret']

/**
 * The objects of a `start/` directory: every `*.yaml`, in the order of their names. No directory is an empty start.
 * Throws `ContentError`.
 */
export async function readStartObjects(root: string, directory: string): Promise<StartObject[]> {
  const names = await readdir(directory).catch(() => [])
  const objects: StartObject[] = []
  const problems: ContentProblem[] = []
  for (const name of names.filter(one => /\.ya?ml$/.test(one)).sort()) {
    const path = join(directory, name)
    const file = relative(root, path)
    for (const { line, value } of parseManifest(file, await readFile(path, 'utf8'))) {
      const problem = shapeProblem(value)
      if (problem) problems.push({ file, line, message: problem })
      else objects.push(value as StartObject)
    }
  }
  if (problems.length > 0) throw new ContentError(problems)
  const rank = ({ kind }: StartObject) => {
    const index = first.indexOf(kind ?? '')
    return index === -1 ? first.length : index
  }
  return objects.sort((one, other) => rank(one) - rank(other))
}

const clusterScoped = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'Node'])

function shapeProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null)
    return 'a manifest is an object with apiVersion, kind and metadata'
  const { apiVersion, kind, metadata } = value as StartObject
  if (!apiVersion || !kind) return 'apiVersion and kind are missing'
  if (!metadata?.name) return `this ${kind} has no metadata.name`
  if (!clusterScoped.has(kind) && !metadata.namespace)
    return `${kind} ${metadata.name} has no metadata.namespace: a start state says where everything is`
  return undefined
}
