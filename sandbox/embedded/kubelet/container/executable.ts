import { FileError, type FileSystem, type Program, resolvePath } from '../../../process'
import { shellTools } from '../../../shell'
import type { Image } from '../../images/image'
import type { ContainerProgram } from '../../programs/machine'

const programDirectories = new Set([
  '/bin',
  '/usr/bin',
  '/sbin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
])

/** runc could not start the process; `message` is its own. */
export class CannotExecute extends Error {
  constructor(command: string, why: string) {
    super(`exec: "${command}": ${why}`)
    this.name = 'CannotExecute'
  }
}

const adapt =
  (program: Program): ContainerProgram =>
  process =>
    program(process)

/** A program of an image by its bare name. */
export function findByName(image: Image, name: string): ContainerProgram | undefined {
  if (Object.hasOwn(image.programs, name)) return image.programs[name]
  if (!image.tools.includes(name)) return undefined
  const tool = Object.hasOwn(shellTools, name) ? shellTools[name] : undefined
  return tool && adapt(image.voice?.(name, tool) ?? tool)
}

/** A program of an image by a path. */
function findByPath(image: Image, path: string): ContainerProgram | undefined {
  const slash = path.lastIndexOf('/')
  const name =
    image.paths?.[path] ?? (programDirectories.has(path.slice(0, slash)) ? path.slice(slash + 1) : undefined)
  return name === undefined ? undefined : findByName(image, name)
}

type Place = { readonly image: Image; readonly files: FileSystem; readonly workingDirectory: string }

/**
 * What `exec` starts for a command: a program of the image, or the interpreter of a script among the files with the
 * words that it is given. Rejects with `CannotExecute`.
 */
export async function findExecutable(
  place: Place,
  command: readonly string[],
): Promise<{ program: ContainerProgram; argv: readonly string[] }> {
  const { image } = place
  const [name = '', ...rest] = command
  const program = name.includes('/') ? findByPath(image, name) : findByName(image, name)
  if (program) return { program, argv: command }
  if (!name.includes('/')) throw new CannotExecute(name, 'executable file not found in $PATH')
  const interpreter = await interpreterOf(place, name)
  if (!interpreter) return { program: refuse('exec format error'), argv: command }
  const found = findByPath(image, interpreter[0]!)
  if (!found) return { program: refuse('no such file or directory'), argv: command }
  return { program: found, argv: [...interpreter, name, ...rest] }
}

/** What execve(2) does not take fails in the container: runc says so there, in the place of the program. */
const refuse =
  (why: string): ContainerProgram =>
  async ({ argv, stderr }) => {
    await stderr.write(`exec ${argv[0]}: ${why}\n`)
    return 1
  }

/** The words of a script's first line, if it names an interpreter; rejects as Go's exec.LookPath does. */
async function interpreterOf({ files, workingDirectory }: Place, name: string) {
  const path = resolvePath(workingDirectory, name)
  const { kind, mode } = await files.stat(path).catch(error => {
    if (!(error instanceof FileError)) throw error
    throw new CannotExecute(name, `stat ${name}: ${error.message.toLowerCase()}`)
  })
  if (kind === 'directory' || (mode & 0o111) === 0) throw new CannotExecute(name, 'permission denied')
  const head = new TextDecoder().decode((await files.read(path)).subarray(0, 255))
  const line = /^#![ \t]*(\S+)(?:[ \t]+(.*\S))?/.exec(head)
  return line?.slice(1).filter(word => word !== undefined)
}
