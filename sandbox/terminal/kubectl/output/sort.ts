import { quantityValue } from '../../../quantity'
import type { KubeObject } from '../object'
import { findResults, relaxedPath } from './jsonpath/evaluate'
import { parseTemplate } from './jsonpath/parse'
import type { Table } from './table'

/** Objects in the order of a field (`--sort-by`), numbers by value, text naturally; without the field first. */
export function sortObjects(objects: readonly KubeObject[], expression: string): KubeObject[] {
  const keyed = keys(objects, expression)
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item)
}

/** Sorts the rows of a table by a field of their objects, in place. */
export function sortTable(table: Table, expression: string): void {
  const rows = table.rows ?? []
  const keyed = keys(
    rows.map(({ object }) => object ?? {}),
    expression,
  )
  table.rows = keyed
    .map(({ key }, index) => ({ key, row: rows[index] as NonNullable<Table['rows']>[number] }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ row }) => row)
}

function keys<T>(items: readonly T[], expression: string): { key: unknown; item: T }[] {
  const nodes = parseTemplate(relaxedPath(expression))
  const found = items.map(item => ({
    item,
    key: findResults(nodes, item, { allowMissingKeys: true })[0]?.[0],
  }))
  if (items.length > 0 && found.every(({ key }) => key === undefined)) {
    throw new Error(
      `couldn't find any field with path ${JSON.stringify(relaxedPath(expression))} in the list of objects`,
    )
  }
  return found
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  const quantities = [quantityValue(left), quantityValue(right)] as const
  if (quantities[0] !== undefined && quantities[1] !== undefined) return quantities[0] - quantities[1]
  return natural(left, right)
}

/** Runs of digits compare as numbers (fvbommel.org/sortorder). */
function natural(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [l, r] = [left[i] as string, right[i] as string]
    if (l === r) continue
    if (/^\d/.test(l) && /^\d/.test(r) && Number(l) !== Number(r)) return Number(l) - Number(r)
    return l < r ? -1 : 1
  }
  return left.length - right.length
}
