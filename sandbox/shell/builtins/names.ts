import { quoteWord } from '../expansion/transform'
import { functionText } from '../interpreter/function-text'
import { findProgram, runNamed } from '../interpreter/run-program'
import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { type Builtin, splitOptions } from './builtin'

const keywords = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(
    ' ',
  ),
)

/** Builtins and programs as the rest of the builtins see them: given by the table itself. */
export type Lookup = (context: Context, name: string) => Builtin | undefined

type Meaning = { kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file'; text: string }

async function meaningOf(context: Context, lookup: Lookup, name: string): Promise<Meaning | undefined> {
  const alias = context.aliases.get(name)
  if (alias !== undefined) return { kind: 'alias', text: alias }
  if (keywords.has(name)) return { kind: 'keyword', text: name }
  if (context.functions.has(name)) return { kind: 'function', text: name }
  if (lookup(context, name)) return { kind: 'builtin', text: name }
  if (typeof (await findProgram(context, name)) !== 'function') return undefined
  return { kind: 'file', text: name.includes('/') ? name : `/usr/bin/${name}` }
}

/** `type`, `command`, `builtin`: they need the table they are in. */
export function nameBuiltins(lookup: Lookup): Readonly<Record<string, Builtin>> {
  const describe = (context: Context, name: string, { kind, text }: Meaning): string => {
    switch (kind) {
      case 'alias':
        return `${name} is aliased to \`${text}'\n`
      case 'keyword':
        return `${name} is a shell keyword\n`
      case 'function':
        return `${name} is a function\n${functionText(context.functions.get(name)!)}\n`
      case 'builtin':
        return `${name} is a shell builtin\n`
      case 'file':
        return `${name} is ${text}\n`
    }
  }

  const type: Builtin = async (context, args) => {
    const { options, rest, unknown } = splitOptions(args, 'afptP')
    if (unknown) throw new ShellError(`type: ${unknown}: invalid option`, 2)
    let status = 0
    for (const name of rest) {
      const meaning = await meaningOf(context, lookup, name)
      if (!meaning) {
        status = 1
        if (!options.has('t') && !options.has('p') && !options.has('P'))
          await context.report(
            context.session.dialect === 'bash' ? `type: ${name}: not found` : `${name}: not found`,
          )
        continue
      }
      if (options.has('t')) await context.print(`${meaning.kind}\n`)
      else if (options.has('p') || options.has('P')) {
        if (meaning.kind === 'file') await context.print(`${meaning.text}\n`)
      } else await context.print(describe(context, name, meaning))
    }
    return status
  }

  const command: Builtin = async (context, args) => {
    const { options, rest } = splitOptions(args, 'vVp')
    if (rest.length === 0) return 0
    if (options.has('V')) return type(context, rest, 'type')
    if (options.has('v')) {
      let status = 0
      for (const name of rest) {
        const meaning = await meaningOf(context, lookup, name)
        if (!meaning) status = 1
        else
          await context.print(
            meaning.kind === 'alias' ? `alias ${name}=${quoteWord(meaning.text)}\n` : `${meaning.text}\n`,
          )
      }
      return status
    }
    const builtin = lookup(context, rest[0]!)
    return builtin ? builtin(context, rest.slice(1), rest[0]!) : runNamed(context, rest)
  }

  const builtin: Builtin = (context, args) => {
    const [name, ...rest] = args
    if (name === undefined) return 0
    const found = lookup(context, name)
    if (!found) throw new ShellError(`builtin: ${name}: not a shell builtin`)
    return found(context, rest, name)
  }

  return { type, command, builtin, alias, unalias, hash: () => 0 }
}

const alias: Builtin = async (context, args) => {
  const show = (name: string, text: string) => context.print(`alias ${name}=${quoteWord(text)}\n`)
  const rest = args[0] === '-p' ? args.slice(1) : args
  if (rest.length === 0) for (const [name, text] of [...context.aliases].sort()) await show(name, text)
  let status = 0
  for (const argument of rest) {
    const at = argument.indexOf('=')
    if (at > 0) {
      if (context.aliases.size >= limits.names) throw new ShellError('alias: too many aliases', 1, true)
      context.aliases.set(argument.slice(0, at), argument.slice(at + 1))
      continue
    }
    const text = context.aliases.get(argument)
    if (text === undefined) {
      await context.report(`alias: ${argument}: not found`)
      status = 1
    } else await show(argument, text)
  }
  return status
}

const unalias: Builtin = async (context, args) => {
  if (args[0] === '-a') {
    context.aliases.clear()
    return 0
  }
  let status = 0
  for (const name of args) {
    if (context.aliases.delete(name)) continue
    await context.report(`unalias: ${name}: not found`)
    status = 1
  }
  return status
}
