import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { KubernetesObject } from '@kubernetes/client-node'
import { parseAllDocuments } from 'yaml'
import type { StartState } from '@/sandbox/provider'

const folder = join(import.meta.dirname, 'world')

/** What both clusters hold before the first command. */
export const start: StartState = {
  cni: 'calico',
  objects: parseAllDocuments(readFileSync(join(folder, 'objects.yaml'), 'utf8')).map(
    document => document.toJS() as KubernetesObject,
  ),
}

/** What never becomes Ready, and so is no part of a start; then a kind of its own, and objects of it. */
export const later = ['unready.yaml', 'extension.yaml', 'gadgets.yaml'].map(name =>
  readFileSync(join(folder, name), 'utf8'),
)

/** The files of the directory in which commands run, by path: right ones and wrong ones. */
export const files: Readonly<Record<string, string>> = read(join(folder, 'files'))

function read(directory: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) Object.assign(found, read(path, `${prefix}${name}/`))
    else found[prefix + name] = readFileSync(path, 'utf8')
  }
  return found
}
