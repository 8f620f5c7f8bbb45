import { FileError } from '../../process'
import { runText } from '../interpreter/text'
import type { Context } from '../state/context'
import { FunctionReturn, LoopJump, ShellError, ShellExit } from '../state/control-flow'
import { withDevices } from '../state/devices'
import type { Builtin } from './builtin'

function statusOf(context: Context, name: string, text: string | undefined): number {
  if (text === undefined) return context.status
  if (!/^[+-]?\d+$/.test(text)) throw new ShellError(`${name}: ${text}: numeric argument required`, 2)
  return Number(BigInt.asUintN(8, BigInt(text)))
}

const exit: Builtin = async (context, args) => {
  if (args.length > 1 && /^[+-]?\d+$/.test(args[0]!)) throw new ShellError('exit: too many arguments')
  let status: number
  try {
    status = statusOf(context, 'exit', args[0])
  } catch (error) {
    if (!(error instanceof ShellError)) throw error
    await context.report(error.message)
    status = error.status
  }
  throw new ShellExit(status)
}

const leave: Builtin = (context, args) => {
  if (context.calls === 0)
    throw new ShellError("return: can only `return' from a function or sourced script", 2)
  throw new FunctionReturn(statusOf(context, 'return', args[0]))
}

const jump: Builtin = async (context, args, name) => {
  const levels = args[0] === undefined ? 1 : Number(args[0])
  if (!Number.isInteger(levels)) throw new ShellError(`${name}: ${args[0]}: numeric argument required`, 128)
  if (levels < 1) throw new ShellError(`${name}: ${args[0]}: loop count out of range`)
  if (context.loops === 0) {
    if (context.session.dialect === 'bash')
      await context.report(`${name}: only meaningful in a \`for', \`while', or \`until' loop`)
    return 0
  }
  throw new LoopJump(name === 'break' ? 'break' : 'continue', levels)
}

const shift: Builtin = (context, args) => {
  const count = args[0] === undefined ? 1 : Number(args[0])
  if (!Number.isInteger(count)) throw new ShellError(`shift: ${args[0]}: numeric argument required`)
  if (count < 0) throw new ShellError(`shift: ${args[0]}: shift count out of range`)
  if (count > context.positional.length) return 1
  context.positional = context.positional.slice(count)
  return 0
}

const evaluate: Builtin = (context, args) => runText(context, args.join(' '))

const source: Builtin = async (context, args, name) => {
  const [path, ...rest] = args
  if (path === undefined) throw new ShellError(`${name}: filename argument required`, 2)
  let text: string
  try {
    text = new TextDecoder().decode(await withDevices(context).read(context.path(path)))
  } catch (error) {
    if (error instanceof FileError) throw new ShellError(`${path}: ${error.message}`)
    throw error
  }
  const { positional } = context
  if (rest.length > 0) context.positional = rest
  context.calls++
  try {
    return await runText(context, text)
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status
    throw error
  } finally {
    context.calls--
    if (rest.length > 0) context.positional = positional
  }
}

export const flowBuiltins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  exit,
  logout: exit,
  return: leave,
  break: jump,
  continue: jump,
  shift,
  eval: evaluate,
  source,
  '.': source,
}
