import { type Exercise, namespacesOf } from '../../exercise'
import type { Translate } from '../../provider'
import { sharedName } from '../labels'
import type { Rename } from './rename-text'
import { renameValue } from './rename-value'
import { welcomeIn } from './welcome'

/** How the namespaces of an exercise are called on a cluster that many share. */
export function toShared(exercise: Exercise, sandbox: string): Translate {
  const renamed = translation(new Map(named(exercise).map(name => [name, sharedName(name, sandbox)])))
  const here = namespacesOf(exercise).map(name => sharedName(name, sandbox))
  return value => greeted(renamed(value), here)
}

/** The way back: `netpol-demo-ab12` is `netpol-demo`. */
export const toLiteral = (exercise: Exercise, sandbox: string): Translate =>
  translation(new Map(named(exercise).map(name => [sharedName(name, sandbox), name])))

/** An exercise, or a lesson with one, whose first command asks for nothing that is everybody's. */
function greeted<T>(value: T, namespaces: readonly string[]): T {
  const { exercise, welcome } = (value ?? {}) as { exercise?: unknown; welcome?: unknown }
  if (typeof welcome === 'string') return { ...value, welcome: welcomeIn(welcome, namespaces) }
  return exercise ? { ...value, exercise: greeted(exercise, namespaces) } : value
}

/** Whoever names no namespace means `default`. */
const named = (exercise: Exercise) => ['default', ...namespacesOf(exercise)]

function translation(names: ReadonlyMap<string, string>): Translate {
  const rename: Rename = name => names.get(name) ?? name
  return value => renameValue(value, rename)
}
