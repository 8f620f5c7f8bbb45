import { FileError, type Input } from '../../../process'
import { readText, TooLarge } from '../../../process/streams/streams'
import { throwAll } from '../failure'
import type { Invocation } from '../invocation'
import { buildKustomization } from '../kustomize/build'
import { joinPath } from '../path'
import { limits } from '../yaml/read'
import { type ParsedObject, parseManifest } from './parse'
import { wellKnownManifest } from './well-known'

/** One object of a manifest and the name of where it stood, as messages name it. */
export type ManifestObject = ParsedObject & { source: string }

export type Manifests = {
  objects: ManifestObject[]
  /** What could not be read; the rest is there all the same. */
  errors: Error[]
  /** Both, as they stood in the files. */
  found: (ManifestObject | Error)[]
  /** One file was named, so that one object is printed as itself and not as a list. */
  single: boolean
}

const extensions = ['.json', '.yaml', '.yml']

/** Reads what `-f` names: files, directories, patterns, `-` for the standard input. Throws when one is not there. */
export async function readManifests(
  invocation: Invocation,
  {
    filenames,
    recursive,
    kustomize = false,
    validate = false,
    typed = false,
  }: {
    filenames: readonly string[]
    recursive: boolean
    kustomize?: boolean
    validate?: boolean
    /** They are read as Go structs, and not as whatever is there. */
    typed?: boolean
  },
): Promise<Manifests> {
  if (kustomize) {
    const [directory = ''] = filenames
    const built = await buildKustomization(invocation, directory)
    const objects = built.map(object => ({ source: directory, object }))
    return { objects, errors: [], found: objects, single: false }
  }
  const { sources, single } = await findSources(invocation, filenames, recursive)
  const found: (ManifestObject | Error)[] = []
  for (const { name, text } of sources) {
    try {
      for await (const parsed of parseManifest(name, await text(), validate, typed))
        found.push({ source: name, ...parsed })
    } catch (error) {
      found.push(error as Error)
    }
  }
  const errors = found.filter(one => one instanceof Error)
  const objects = found.filter((one): one is ManifestObject => !(one instanceof Error))
  return { objects, errors, found, single }
}

type Source = { name: string; text: () => Promise<string> }

/** What `-f` names, not read yet. Throws when one is not there. */
export async function findSources(
  invocation: Invocation,
  filenames: readonly string[],
  recursive: boolean,
): Promise<{ sources: Source[]; single: boolean }> {
  const sources: Source[] = []
  const missing: Error[] = []
  let single = filenames.length === 1 && !recursive
  for (const filename of filenames) {
    if (filename === '-') {
      single = false
      sources.push({ name: 'STDIN', text: () => readStream(invocation.process.stdin) })
    } else if (/^https?:\/\//.test(filename)) {
      const text = wellKnownManifest(filename)
      if (text === undefined) missing.push(unreachable(filename))
      else sources.push({ name: filename, text: async () => text })
    } else {
      try {
        const paths = await expand(invocation, filename, recursive)
        // A directory without manifests is a mistake only where nothing was found before.
        if (paths.length === 0 && sources.length === 0 && missing.length === 0)
          throw new Error(
            `error reading [${filename}]: recognized file extensions are [${extensions.join(' ')}]`,
          )
        if (paths.length > 1) single = false
        for (const path of paths) sources.push({ name: path, text: () => readFile(invocation, path) })
      } catch (error) {
        missing.push(error as Error)
      }
    }
  }
  if (filenames.filter(name => name === '-').length > 1) {
    missing.push(new Error('standard input cannot be used for multiple arguments'))
  }
  throwAll(missing)
  return { sources, single }
}

async function expand(invocation: Invocation, filename: string, recursive: boolean): Promise<string[]> {
  const { files, cwd } = invocation.process
  const path = joinPath(cwd, filename)
  try {
    const { kind } = await files.stat(path)
    if (kind !== 'directory') return [filename]
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') {
      const matches = await matchPattern(invocation, filename)
      if (matches.length > 0) return matches
      throw new Error(`the path ${JSON.stringify(filename)} does not exist`)
    }
    throw new Error(`the path ${JSON.stringify(filename)} cannot be accessed: ${(error as Error).message}`)
  }
  return walk(invocation, filename.replace(/\/+$/, '') || '/', recursive)
}

async function walk(invocation: Invocation, directory: string, recursive: boolean): Promise<string[]> {
  const { files, cwd } = invocation.process
  const found: string[] = []
  for (const name of await files.list(joinPath(cwd, directory))) {
    const path = directory === '/' ? `/${name}` : `${directory}/${name}`
    const { kind } = await files.stat(joinPath(cwd, path))
    if (kind === 'directory') found.push(...(recursive ? await walk(invocation, path, true) : []))
    else if (extensions.some(extension => name.endsWith(extension))) found.push(path)
  }
  return found.map(path => path.replace(/^\.\//, ''))
}

/** A pattern in the last part of a path, when the shell has left it to us (`-f 'p*.yaml'`). */
async function matchPattern(invocation: Invocation, filename: string): Promise<string[]> {
  if (!/[*?[]/.test(filename)) return []
  const slash = filename.lastIndexOf('/')
  const directory = slash < 0 ? '' : filename.slice(0, slash + 1)
  const words = filename.slice(slash + 1)
  const pattern = new RegExp(
    `^${words
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replace(/\*+/g, '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  )
  const names = await invocation.process.files.list(joinPath(invocation.process.cwd, directory || '.'))
  return names.filter(name => pattern.test(name)).map(name => directory + name)
}

async function readFile(invocation: Invocation, filename: string): Promise<string> {
  const path = joinPath(invocation.process.cwd, filename)
  const { size } = await invocation.process.files.stat(path)
  if (size > limits.file) throw tooLarge(filename, size)
  return new TextDecoder().decode(await invocation.process.files.read(path))
}

async function readStream(stdin: Input): Promise<string> {
  try {
    return await readText(stdin, limits.file)
  } catch (error) {
    if (error instanceof TooLarge) throw tooLarge('STDIN')
    throw error
  }
}

const tooLarge = (source: string, size?: number): Error =>
  new Error(
    `error reading ${JSON.stringify(source)}: the manifest is too large${size ? `: ${size} bytes` : ''}, the limit is ${limits.file} bytes`,
  )

/** What a sandbox without a way out says of an address (net/http's words for a name that does not resolve). */
function unreachable(url: string): Error {
  const host = URL.canParse(url) ? new URL(url).hostname : url
  return new Error(
    `unable to read URL ${JSON.stringify(url)}, dial tcp: lookup ${host}: no such host (a sandbox cannot reach the internet)`,
  )
}
