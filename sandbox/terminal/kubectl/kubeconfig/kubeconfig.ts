import { LRUCache } from 'lru-cache'
import { type Document, parseDocument } from 'yaml'
import { deepFreeze } from '../../../embedded/store/freeze'
import type { FileSystem } from '../../../process'
import { FileError } from '../../../process'
import { jsonType } from '../manifest/parse'
import { isObject } from '../object'
import { joinPath } from '../path'
import { parseYaml } from '../yaml/read'

export type Cluster = {
  server?: string
  'certificate-authority-data'?: string
  'insecure-skip-tls-verify'?: boolean
  [key: string]: unknown
}
export type User = { token?: string; [key: string]: unknown }
export type Context = { cluster?: string; user?: string; namespace?: string; [key: string]: unknown }

/** The parts of a kubeconfig by name; `currentContext` is '' when there is none. */
export type Kubeconfig = {
  clusters: Map<string, Cluster>
  users: Map<string, User>
  contexts: Map<string, Context>
  currentContext: string
}

type Content = Readonly<Record<string, unknown>>

/** One kubeconfig file: its path, what it says, and its contents to change and write back. */
export class KubeconfigFile {
  #document: Document | undefined

  constructor(
    readonly path: string,
    readonly text: string,
    readonly content: Content,
    readonly exists: boolean,
  ) {}

  get document(): Document {
    this.#document ??= parseText(this.text)
    return this.#document
  }
}

export type KubeconfigSource = {
  files: FileSystem
  env: Readonly<Record<string, string>>
  cwd: string
  /** `--kubeconfig`. */
  flag: string
  /** What is not there is empty, even when it was named. */
  mayBeMissing?: boolean
}

const sizeLimit = 128 * 1024
const aliases = { maxAliasCount: 100 }

const parseText = (text: string) => parseDocument(text, aliases as Parameters<typeof parseDocument>[1])

/** By its text: every command of a terminal reads the same file. */
const contents = new LRUCache<string, Content>({
  max: 2_000,
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (_, text) => text.length,
})

/** Paths that are asked, in order: the flag, $KUBECONFIG, ~/.kube/config (clientcmd's loading rules). */
export const kubeconfigPaths = (source: KubeconfigSource): string[] =>
  namesOf(source).map(name => joinPath(source.cwd, name))

/** The same as they were typed. */
function namesOf({ flag, env }: KubeconfigSource): string[] {
  if (flag) return [flag]
  const listed = (env.KUBECONFIG ?? '').split(':').filter(Boolean)
  return listed.length > 0 ? listed : [`${env.HOME ?? '/home/learner'}/.kube/config`]
}

/** Reads the files that are there. Throws when a file is not a kubeconfig, or the one named by the flag is missing. */
export async function readKubeconfigFiles(source: KubeconfigSource): Promise<KubeconfigFile[]> {
  return Promise.all(namesOf(source).map(name => readFile(source, name)))
}

async function readFile(source: KubeconfigSource, name: string): Promise<KubeconfigFile> {
  const path = joinPath(source.cwd, name)
  let text: string
  try {
    const bytes = await source.files.read(path)
    if (bytes.length > sizeLimit)
      throw new Error(`error loading config file "${name}": the file is too large`)
    text = new TextDecoder().decode(bytes)
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') {
      if (source.flag && !source.mayBeMissing)
        throw new Error(`stat ${source.flag}: no such file or directory`)
      return new KubeconfigFile(path, '{}', {}, false)
    }
    if (error instanceof FileError) {
      const doing = error.code === 'EISDIR' ? 'read' : 'open'
      throw new Error(`error loading config file "${name}": ${doing} ${name}: ${error.message.toLowerCase()}`)
    }
    throw error
  }
  const known = contents.get(text)
  if (known) return new KubeconfigFile(path, text, known, true)
  let value: unknown
  try {
    value = parseYaml(text)
    if (value !== null && !isObject(value))
      throw new Error(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
      )
  } catch (error) {
    throw new Error(`error loading config file "${name}": ${(error as Error).message}`)
  }
  const content = deepFreeze((value ?? {}) as Content)
  if (text) contents.set(text, content)
  return new KubeconfigFile(path, text, content, true)
}

/** Everything the files say together; of two that name the same thing the first counts. */
export function mergeKubeconfig(files: readonly KubeconfigFile[]): Kubeconfig {
  const merged: Kubeconfig = {
    clusters: new Map(),
    users: new Map(),
    contexts: new Map(),
    currentContext: '',
  }
  for (const { content } of files) {
    collect(content.clusters, 'cluster', merged.clusters)
    collect(content.users, 'user', merged.users)
    collect(content.contexts, 'context', merged.contexts)
    const current = content['current-context']
    if (!merged.currentContext && typeof current === 'string') merged.currentContext = current
  }
  return merged
}

function collect<T>(list: unknown, key: string, into: Map<string, T>): void {
  if (!Array.isArray(list)) return
  for (const entry of list as Record<string, unknown>[]) {
    if (typeof entry?.name !== 'string' || into.has(entry.name)) continue
    into.set(entry.name, (entry[key] ?? {}) as T)
  }
}
