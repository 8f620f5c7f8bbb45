import type { InitialFiles, Program } from '../../process'
import type { ContainerProgram } from '../programs/machine'
import type { Distribution } from './distribution'

/** What a container is made from. */
export type Image = {
  /** Programs by name; each is found in the directories of PATH. */
  readonly programs: Readonly<Record<string, ContainerProgram>>
  /** Where a program lies outside the directories of PATH: `/agnhost`. */
  readonly paths?: Readonly<Record<string, string>>
  /** Names of the shell's tools that the image has too (`cat`, `grep`). */
  readonly tools: readonly string[]
  /** How these speak, if not as GNU's. */
  readonly voice?: (name: string, tool: Program) => Program
  readonly distribution: Distribution
  /** Where `ls` shows them. */
  readonly directory: '/bin' | '/usr/bin'
  readonly files: InitialFiles
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  /** As whom its programs run, if not as root; `name` when the image names its user. */
  readonly user?: { readonly uid: number; readonly gid: number; readonly name?: string }
  /** Bytes, as the runtime reports after a pull. */
  readonly size: number
  /** Does a tag exist? */
  readonly hasTag: (tag: string) => boolean
}

export const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Versions (`1`, `1.27.3`, `v3.1`, `1.36-musl`), and `latest`. */
const versionTag = /^(latest|v?\d+(\.\d+){0,3}(-[a-z][\w.]*)*)$/

/** A tag rule that knows no version after `newest`: `1.161` is not one of nginx. */
export const tagsUpTo = (newest: string, ...names: string[]) => {
  const exists = tags(...names)
  const [newestMajor = 0, newestMinor = 0] = newest.split('.').map(Number)
  return (tag: string): boolean => {
    const [major = 0, minor = 0] = (/^v?(\d+(\.\d+)?)/.exec(tag)?.[1] ?? '').split('.').map(Number)
    return exists(tag) && (major < newestMajor || (major === newestMajor && minor <= newestMinor))
  }
}

/** A tag rule: versions, `latest`, and these names, each also behind a version (`1.27-alpine`). */
export const tags =
  (...names: string[]) =>
  (tag: string): boolean => {
    const known = new Set(names)
    const [first = '', ...suffixes] = tag.split('-')
    const begins = versionTag.test(first) || known.has(first)
    return begins && suffixes.every(suffix => known.has(suffix) || /^[a-z]*\d[\w.]*$/.test(suffix))
  }
