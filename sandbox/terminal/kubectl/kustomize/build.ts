import type { FileError } from '../../../process'
import { withContentHash } from '../commands/basic/create/data/name-hash'
import type { Invocation } from '../invocation'
import { parseManifest } from '../manifest/parse'
import type { KubeObject } from '../object'
import { joinPath } from '../path'
import { generate } from './generate'
import { readKustomization } from './kustomization'
import { applyPatches } from './patches'
import { updateReferences } from './references'
import { inOrder, type Resource } from './resources'
import { replaceValues, transform } from './transform'

/** How many kustomizations may stand within each other. */
const deepest = 10

/** The objects that a kustomization directory stands for, in kustomize's order. Throws its messages. */
export async function buildKustomization(invocation: Invocation, directory: string): Promise<KubeObject[]> {
  const { files, cwd } = invocation.process
  if (/^(https?|git|ssh):|^git@|github\.com/.test(directory))
    throw new Error(
      `no remote kustomizations in this terminal: ${directory} (a sandbox cannot reach the internet)`,
    )
  const full = joinPath(cwd, directory)
  const stat = await files.stat(full).catch((error: FileError) => {
    throw new Error(
      `must build at directory: not a valid directory: evalsymlink failure on '${directory}' : lstat ${full}: ${error.message.toLowerCase()}`,
    )
  })
  if (stat.kind !== 'directory')
    throw new Error(`must build at directory: '${directory}': file is not directory`)
  return inOrder(await build(invocation, full, 0)).map(({ object }) => object)
}

/** `before` is what a component works on: the resources of who names it. */
async function build(
  invocation: Invocation,
  directory: string,
  depth: number,
  before: readonly Resource[] = [],
): Promise<Resource[]> {
  if (depth > deepest) throw new Error(`kustomizations are nested more than ${deepest} deep at ${directory}`)
  const { files } = invocation.process
  const { kustomization, deprecated } = await readKustomization(files, directory)
  for (const remark of deprecated) await invocation.err(remark)
  let loaded: Resource[] = [...before]
  for (const path of kustomization.resources ?? [])
    loaded.push(...(await load(invocation, directory, path, depth)))
  loaded.push(...(await generate(files, directory, kustomization)))
  for (const path of kustomization.components ?? [])
    loaded = await build(invocation, joinPath(directory, path), depth + 1, loaded)
  const resources = await applyPatches(invocation, directory, kustomization, loaded)
  replaceValues(kustomization, resources)
  transform(kustomization, resources, await invocation.mapper())
  for (const resource of resources) {
    if (resource.hashed) resource.object = withContentHash(resource.object)
    resource.hashed = false
  }
  updateReferences(resources)
  return resources
}

async function load(
  invocation: Invocation,
  directory: string,
  path: string,
  depth: number,
): Promise<Resource[]> {
  const { files } = invocation.process
  const full = joinPath(directory, path)
  const stat = await files.stat(full).catch((error: FileError) => {
    throw new Error(
      `accumulating resources: accumulation err='accumulating resources from '${path}': evalsymlink failure on '${full}' : lstat ${full}: ${error.message.toLowerCase()}': must build at directory: not a valid directory: evalsymlink failure on '${full}' : lstat ${full}: ${error.message.toLowerCase()}`,
    )
  })
  if (stat.kind === 'directory') {
    const base = await build(invocation, full, depth + 1)
    return base.map(({ object }) => ({ object, originalName: object.metadata?.name ?? '' }))
  }
  const text = new TextDecoder().decode(await files.read(full))
  const found: Resource[] = []
  for await (const { object } of parseManifest(path, text))
    found.push({ object: structuredClone(object), originalName: object.metadata?.name ?? '' })
  return found
}
