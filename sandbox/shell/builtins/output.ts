import { assign } from '../expansion/parameter'
import { ShellError } from '../state/control-flow'
import { echoText } from '../tools/text/echo'
import { printfText } from '../tools/text/printf'
import type { Builtin } from './builtin'

const echo: Builtin = async (context, args) => {
  await context.print(echoText(args, context.session.dialect === 'dash'))
  return 0
}

const printf: Builtin = async (context, args) => {
  let rest = args
  let variable: string | undefined
  if (rest[0] === '-v') {
    variable = rest[1]
    rest = rest.slice(2)
  }
  if (rest[0] === '--') rest = rest.slice(1)
  const [format, ...values] = rest
  if (format === undefined) throw new ShellError('printf: usage: printf [-v var] format [arguments]', 2)
  const { text, errors } = printfText(format, values)
  for (const error of errors) await context.report(`printf: ${error}`)
  if (variable === undefined) await context.print(text)
  else assign(context, variable, text)
  return errors.length > 0 ? 1 : 0
}

export const outputBuiltins: Readonly<Record<string, Builtin>> = { echo, printf }
