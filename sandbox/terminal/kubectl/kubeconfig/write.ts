import { Document, isMap, isSeq, type YAMLMap, YAMLSeq } from 'yaml'
import type { FileSystem } from '../../../process'
import type { KubeconfigFile } from './kubeconfig'

export type Section = 'clusters' | 'users' | 'contexts'
const entryKey: Readonly<Record<Section, string>> = {
  clusters: 'cluster',
  users: 'user',
  contexts: 'context',
}

/** Sets fields of a named entry, making it if need be; undefined removes a field. True when the entry was new. */
export function setEntry(
  { document }: KubeconfigFile,
  section: Section,
  name: string,
  fields: Readonly<Record<string, unknown>>,
): boolean {
  prepare(document)
  const list = listOf(document, section)
  const key = entryKey[section]
  const index = list.items.findIndex(item => isMap(item) && item.get('name') === name)
  if (index < 0) {
    const kept = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    list.add(document.createNode({ [key]: kept, name }))
    return true
  }
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) document.deleteIn([section, index, key, field])
    else document.setIn([section, index, key, field], value)
  }
  return false
}

/** Removes a named entry; false when there is none. */
export function removeEntry({ document }: KubeconfigFile, section: Section, name: string): boolean {
  const list = listOf(document, section)
  const index = list.items.findIndex(item => isMap(item) && item.get('name') === name)
  if (index >= 0) list.items.splice(index, 1)
  return index >= 0
}

/** Gives an entry another name. */
export function renameEntry({ document }: KubeconfigFile, section: Section, from: string, to: string): void {
  const found = listOf(document, section).items.find(item => isMap(item) && item.get('name') === from)
  ;(found as YAMLMap | undefined)?.set('name', to)
}

export function setCurrentContext({ document }: KubeconfigFile, name: string): void {
  prepare(document)
  document.set('current-context', name)
}

function prepare(document: Document): void {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never
  if (!document.has('apiVersion')) document.set('apiVersion', 'v1')
  if (!document.has('kind')) document.set('kind', 'Config')
}

function listOf(document: Document, section: Section): YAMLSeq {
  const found = document.get(section)
  if (isSeq(found)) return found
  const made = new YAMLSeq()
  document.set(section, made)
  return made
}

/** Writes a changed file back, readable by its owner only. */
export async function saveKubeconfig(files: FileSystem, { path, document }: KubeconfigFile): Promise<void> {
  await files.makeDirectory(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
  await files.write(
    path,
    String(new Document(document.toJS({ maxAliasCount: 100 }), { sortMapEntries: true })),
    {
      mode: 0o600,
    },
  )
}
