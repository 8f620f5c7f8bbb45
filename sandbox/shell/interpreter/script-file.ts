import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { runSubshell } from '../state/subshell'
import { Variables } from '../state/variables'
import { runText } from './text'

/** Runs a file of shell commands as a program of its own: only exported variables, its own $0 and arguments. */
export async function runScriptFile(
  context: Context,
  path: string,
  argv: readonly string[],
): Promise<number> {
  const content = await context.session.files.read(path)
  if (content.subarray(0, 512).includes(0))
    throw new ShellError('cannot execute binary file: Exec format error', 126)
  const text = new TextDecoder().decode(content)
  const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text)
  const name = interpreter?.[1]?.endsWith('/env') ? interpreter[2] : interpreter?.[1]
  if (name && !/(^|\/)(ba|da|a)?sh$/.test(name))
    throw new ShellError(`cannot execute: required file not found`, 127)
  return runSubshell(context, async child => {
    child.variables = Variables.from(context.variables.exported())
    child.functions.clear()
    child.aliases.clear()
    child.options.clear()
    child.positional = argv.slice(1)
    child.name = argv[0] ?? path
    child.loops = 0
    child.calls = 0
    child.guarded = 0
    child.scripted = true
    child.main = child
    child.pid = context.session.nextPid++
    return runText(child, text)
  })
}
