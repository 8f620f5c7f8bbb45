import type { Program } from '../../../process'
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

/** What `exec` starts for the first word of a command. Throws `CannotExecute`. */
export function findExecutable(image: Image, command: string): ContainerProgram {
  if (!command.includes('/')) {
    const program = findByName(image, command)
    if (program) return program
    throw new CannotExecute(command, 'executable file not found in $PATH')
  }
  const special = image.paths?.[command]
  const slash = command.lastIndexOf('/')
  const name =
    special ?? (programDirectories.has(command.slice(0, slash)) ? command.slice(slash + 1) : undefined)
  const program = name === undefined ? undefined : findByName(image, name)
  if (program) return program
  throw new CannotExecute(command, `stat ${command}: no such file or directory`)
}
