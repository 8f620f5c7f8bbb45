import type { V1Node, V1Taint } from '@kubernetes/client-node'
import { labelValue, qualifiedName } from '../../../../embedded/resources/validation/names'
import { throwAll } from '../../failure'

/** A taint that goes: of every effect where it names none. */
type Removal = { key: string; effect?: string }
export type TaintChange = { add: V1Taint[]; remove: Removal[] }

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** What the words of `kubectl taint` ask for (parseTaints in kubectl's pkg/cmd/taint/utils.go). */
export function parseTaints(specs: readonly string[]): TaintChange {
  const change: TaintChange = { add: [], remove: [] }
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      const { key, effect } = parseTaint(spec.slice(0, -1))
      change.remove.push({ key, ...(effect && { effect }) })
      continue
    }
    const taint = parseTaint(spec)
    if (!taint.effect) throw new Error(`invalid taint spec: ${spec}`)
    if (change.add.some(other => matches(other, taint)))
      throw new Error(`duplicated taints with the same key and effect: ${goStruct(taint)}`)
    change.add.push(taint)
  }
  return change
}

function parseTaint(spec: string): V1Taint {
  const [pair = '', effect, ...more] = spec.split(':')
  if (more.length > 0) throw new Error(`invalid taint spec: ${spec}`)
  if (effect === undefined) return { key: validKey(spec, pair), effect: '' }
  if (!effects.includes(effect)) throw new Error(`invalid taint effect: ${effect}, unsupported taint effect`)
  const [key = '', value, ...values] = pair.split('=')
  if (values.length > 0) throw new Error(`invalid taint spec: ${spec}`)
  const wrong = labelValue(value ?? '')
  if (wrong.length > 0) throw new Error(`invalid taint spec: ${spec}, ${wrong.join('; ')}`)
  return { key: validKey(spec, key), ...(value && { value }), effect }
}

function validKey(spec: string, key: string): string {
  const wrong = qualifiedName(key)
  if (wrong.length > 0) throw new Error(`invalid taint spec: ${spec}, ${wrong.join('; ')}`)
  return key
}

/** A taint as Go's `%v` writes it. */
const goStruct = ({ key, value = '', effect }: V1Taint): string => `{${key} ${value} ${effect} <nil>}`

/** Refuses what is to be set and to be taken away at once. */
export function rejectContradictions({ add, remove }: TaintChange): void {
  const both = add.flatMap(taint =>
    remove
      .filter(({ key, effect }) => key === taint.key && (!effect || effect === taint.effect))
      .map(({ key, effect = '' }) => `${key}=${effect}`),
  )
  if (both.length === 0) return
  throw new Error(
    `can not both modify and remove the following taint(s) in the same command: ${both.join(', ')}`,
  )
}

const matches = (a: Removal, b: Removal): boolean => a.key === b.key && a.effect === b.effect

/** A node's taints afterwards, and what that is called (reorganizeTaints). */
export function changedTaints(
  { metadata, spec }: V1Node,
  { add, remove }: TaintChange,
  overwrite: boolean,
): { taints: V1Taint[]; operation: string } {
  const before = spec?.taints ?? []
  const present = add.flatMap(taint => before.filter(old => matches(old, taint)).map(({ key }) => key))
  if (present.length > 0 && !overwrite)
    throw new Error(
      `node ${metadata?.name} already has ${present.join(',')} taint(s) with same effect(s) and --overwrite is false`,
    )
  let taints = [...add, ...before.filter(old => !add.some(taint => matches(old, taint)))]
  const added = taints.length !== before.length
  const missing: Error[] = []
  let removed = false
  for (const { key, effect } of remove) {
    const kept = taints.filter(
      taint => taint.key !== key || (effect !== undefined && taint.effect !== effect),
    )
    removed = kept.length !== taints.length
    if (!removed)
      missing.push(new Error(`taint ${JSON.stringify(effect ? `${key}:${effect}` : key)} not found`))
    taints = kept
  }
  throwAll(missing)
  const operation = (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted'
  return { taints, operation }
}
