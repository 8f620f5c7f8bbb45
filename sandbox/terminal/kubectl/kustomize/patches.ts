import { FileError } from '../../../process'
import type { Invocation } from '../invocation'
import { isObject, type KubeObject } from '../object'
import { applyJsonPatch, type JsonPatchOperation } from '../patch/json-patch'
import { applyMergePatch } from '../patch/merge-patch'
import { patchSchemaOf } from '../patch/schema'
import { applyStrategicPatch } from '../patch/strategic-apply'
import { joinPath } from '../path'
import { parseYaml, splitDocuments } from '../yaml/read'
import type { Kustomization, Patch, PatchTarget } from './kustomization'
import type { Resource } from './resources'

/** Applies the patches of a kustomization: strategic ones to the object that they name, or all to their target. */
export async function applyPatches(
  invocation: Invocation,
  directory: string,
  { patches = [], patchesStrategicMerge = [], patchesJson6902 = [] }: Kustomization,
  resources: Resource[],
): Promise<Resource[]> {
  let left = resources
  const merges = patchesStrategicMerge.map(
    (entry): Patch => (/[\n:]/.test(entry) ? { patch: entry } : { path: entry }),
  )
  for (const patch of [...merges, ...patches, ...patchesJson6902]) {
    const text = patch.patch ?? (await readPatch(invocation, directory, patch.path ?? ''))
    for (const document of splitDocuments(text)) {
      const content = parseYaml(document)
      if (Array.isArray(content)) patchByOperations(left, patch.target, content as JsonPatchOperation[])
      else if (isObject(content)) left = await patchByMerge(invocation, left, patch.target, content)
    }
  }
  return left
}

async function readPatch({ process }: Invocation, directory: string, path: string): Promise<string> {
  const full = joinPath(directory, path)
  try {
    return new TextDecoder().decode(await process.files.read(full))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Error(
      `trouble configuring builtin PatchTransformer with config: \`\npath: ${path}\n\`: failed to get the patch file from path(${path}): evalsymlink failure on '${full}' : lstat ${full}: ${error.message.toLowerCase()}`,
    )
  }
}

const pattern = (text: string): RegExp => new RegExp(`^(?:${text.replace(/[^\w\-.*|]/g, '\\$&')})$`)

function matches({ object, originalName }: Resource, target: PatchTarget): boolean {
  const [version = '', group = ''] = (object.apiVersion ?? '').split('/').reverse()
  const wanted = [
    [target.group, group],
    [target.version, version],
    [target.kind, object.kind ?? ''],
    [target.namespace, object.metadata?.namespace ?? ''],
  ] as const
  if (!wanted.every(([text, value]) => !text || pattern(text).test(value))) return false
  if (target.name && !pattern(target.name).test(originalName)) return false
  const labels = object.metadata?.labels ?? {}
  return (target.labelSelector ?? '')
    .split(',')
    .filter(Boolean)
    .every(pair => {
      const [key = '', value] = pair.split(/==?/)
      return value === undefined ? key in labels : labels[key] === value
    })
}

function patchByOperations(
  resources: readonly Resource[],
  target: PatchTarget | undefined,
  operations: readonly JsonPatchOperation[],
): void {
  if (!target) throw new Error('must specify a target for JSON patch')
  for (const resource of resources)
    if (matches(resource, target))
      resource.object = applyJsonPatch(resource.object, operations as never) as KubeObject
}

async function patchByMerge(
  invocation: Invocation,
  resources: Resource[],
  target: PatchTarget | undefined,
  patch: KubeObject,
): Promise<Resource[]> {
  const own: PatchTarget = {
    kind: patch.kind,
    name: patch.metadata?.name,
    namespace: patch.metadata?.namespace,
  }
  const chosen = resources.filter(resource =>
    target
      ? matches(resource, target)
      : matches(resource, own) && (resource.object.metadata?.namespace ?? '') === (own.namespace ?? ''),
  )
  if (chosen.length === 0 && !target) {
    const [version = '', group = ''] = (patch.apiVersion ?? '').split('/').reverse()
    throw new Error(
      `no matches for Id ${patch.kind}.${version}.${group || '[noGrp]'}/${own.name}.${own.namespace ?? '[noNs]'}; failed to find unique target for patch ${patch.kind}.${version}.${group || '[noGrp]'}/${own.name}.${own.namespace ?? '[noNs]'}`,
    )
  }
  if (patch.$patch === 'delete') return resources.filter(resource => !chosen.includes(resource))
  for (const resource of chosen) {
    const { apiVersion = '', kind = '', metadata } = resource.object
    const schema = await patchSchemaOf(invocation, { apiVersion, kind })
    const merged = schema
      ? applyStrategicPatch(resource.object, patch, schema)
      : applyMergePatch(resource.object, patch)
    // A patch is found by name; it does not rename.
    resource.object = {
      ...(merged as KubeObject),
      apiVersion,
      kind,
      metadata: { ...(merged as KubeObject).metadata, name: metadata?.name },
    }
  }
  return resources
}
