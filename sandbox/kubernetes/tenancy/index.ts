import { type Exercise, namespacesOf } from '../../exercise'
import type { Translate } from '../../provider'
import { sharedName } from '../labels'
import type { Rename } from './rename-text'
import { renameValue } from './rename-value'

/** How the namespaces of an exercise are called on a cluster that many share. */
export const toShared = (exercise: Exercise, sandbox: string): Translate =>
  translation(new Map(named(exercise).map(name => [name, sharedName(name, sandbox)])))

/** The way back: `netpol-demo-ab12` is `netpol-demo`. */
export const toLiteral = (exercise: Exercise, sandbox: string): Translate =>
  translation(new Map(named(exercise).map(name => [sharedName(name, sandbox), name])))

/** Whoever names no namespace means `default`. */
const named = (exercise: Exercise) => ['default', ...namespacesOf(exercise)]

function translation(names: ReadonlyMap<string, string>): Translate {
  const rename: Rename = name => names.get(name) ?? name
  return value => renameValue(value, rename)
}
