import type { Context } from '../state/context'
import type { Builtin } from './builtin'
import { directoryBuiltins } from './directory'
import { flowBuiltins } from './flow'
import { inputBuiltins } from './input'
import { jobBuiltins } from './jobs'
import { nameBuiltins } from './names'
import { optionBuiltins } from './options'
import { outputBuiltins } from './output'
import { processBuiltins } from './process'
import { testBuiltins } from './test'
import { variableBuiltins } from './variables'

const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries({
    ...directoryBuiltins,
    ...flowBuiltins,
    ...inputBuiltins,
    ...jobBuiltins,
    ...nameBuiltins(findBuiltin),
    ...optionBuiltins,
    ...outputBuiltins,
    ...processBuiltins,
    ...testBuiltins,
    ...variableBuiltins,
  }),
)

/** What busybox' and Debian's plain shells do not have. */
const bashOnly = new Set(
  'declare typeset shopt mapfile readarray pushd popd dirs disown builtin let logout'.split(' '),
)

/** The builtin of this name, if this kind of shell has it. */
export function findBuiltin({ session }: Context, name: string): Builtin | undefined {
  if (session.dialect !== 'bash' && bashOnly.has(name)) return undefined
  if (session.dialect === 'dash' && (name === 'source' || name === 'history')) return undefined
  return builtins.get(name)
}

/** Names to complete a command with. */
export const builtinNames: readonly string[] = [...builtins.keys(), 'exec']
