import { FileError } from '../../process'
import { dialects } from '../dialect'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { type Builtin, splitOptions } from './builtin'

async function enter(context: Context, typed: string, path: string): Promise<void> {
  const { files, dialect } = context.session
  const fail = (reason: string) =>
    new ShellError(dialects[dialect].cannotEnter(typed, reason), dialect === 'bash' ? 1 : 2)
  const at = context.path(path)
  try {
    if ((await files.stat(at)).kind !== 'directory') throw fail('Not a directory')
  } catch (error) {
    throw error instanceof FileError ? fail(error.message) : error
  }
  context.variables.set('OLDPWD', context.cwd)
  context.cwd = at
  context.variables.set('PWD', at)
}

const cd: Builtin = async (context, args) => {
  const { rest, unknown } = splitOptions(args[0] === '-' ? ['--', ...args] : args, 'LPe')
  if (unknown)
    throw new ShellError(`cd: ${unknown}: invalid option\ncd: usage: cd [-L|[-P [-e]] [-@]] [dir]`, 2)
  if (rest.length > 1 && context.session.dialect === 'bash') throw new ShellError('cd: too many arguments')
  const [target] = rest
  if (target === undefined) {
    const home = context.variables.get('HOME')
    if (home === undefined) throw new ShellError('cd: HOME not set')
    await enter(context, home, home)
  } else if (target === '-') {
    const old = context.variables.get('OLDPWD')
    if (old === undefined) throw new ShellError('cd: OLDPWD not set')
    await enter(context, old, old)
    await context.print(`${context.cwd}\n`)
  } else if (target !== '') {
    await enter(context, target, target)
  }
  return 0
}

const pwd: Builtin = async context => {
  await context.print(`${context.cwd}\n`)
  return 0
}

/** The directories below the current one, nearest last, are kept in a variable of the shell. */
const stackName = 'DIRSTACK'

function stack(context: Context): string[] {
  const variable = context.variables.find(stackName)
  return variable ? [...variable.elements.values()] : []
}

function keepStack(context: Context, directories: readonly string[]): void {
  context.variables.clearArray(stackName)
  for (const [index, directory] of directories.entries())
    context.variables.setElement(stackName, index, directory)
}

const dirs: Builtin = async context => {
  const home = context.variables.get('HOME') ?? ''
  const shown = [context.cwd, ...stack(context)].map(path =>
    home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path,
  )
  await context.print(`${shown.join(' ')}\n`)
  return 0
}

const pushd: Builtin = async (context, args) => {
  const [top, ...below] = stack(context)
  const target = args[0]
  if (target === undefined && top === undefined) throw new ShellError('pushd: no other directory')
  const from = context.cwd
  await enter(context, target ?? top!, target ?? top!)
  keepStack(context, target === undefined ? [from, ...below] : [from, ...stack(context)])
  return dirs(context, [], 'dirs')
}

const popd: Builtin = async context => {
  const [top, ...below] = stack(context)
  if (top === undefined) throw new ShellError('popd: directory stack empty')
  await enter(context, top, top)
  keepStack(context, below)
  return dirs(context, [], 'dirs')
}

export const directoryBuiltins: Readonly<Record<string, Builtin>> = { cd, pwd, dirs, pushd, popd }
