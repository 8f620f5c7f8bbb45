import { quantityValue } from '../../../quantity'
import type { KubeObject } from '../object'
import { findResults, relaxedPath } from './jsonpath/evaluate'
import { parseTemplate } from './jsonpath/parse'
import type { Table } from './table'

/**
 * Items in the order of a field of their objects (`--sort-by`): numbers and quantities by value, text by its
 * characters, what lacks the field first.
 */
export function sortBy<T>(
  items: readonly T[],
  expression: string,
  objectOf: (item: T) => KubeObject | undefined,
): T[] {
  const nodes = parseTemplate(relaxedPath(expression))
  const keyed = items.map(item => ({
    item,
    key: findResults(nodes, objectOf(item) ?? {}, { allowMissingKeys: true })[0]?.[0],
  }))
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new Error(
      `couldn't find any field with path ${JSON.stringify(relaxedPath(expression))} in the list of objects`,
    )
  }
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item)
}

/** The table with its rows in that order. kubectl does not say why rows cannot be sorted: it shows none of them. */
export function sortedTable(table: Table, expression: string): Table {
  const rows = table.rows ?? []
  if (rows.length < 2) return table
  try {
    return { ...table, rows: sortBy(rows, expression, ({ object }) => object) }
  } catch {
    return { ...table, columnDefinitions: [], rows: [] }
  }
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  const quantities = [quantityValue(left), quantityValue(right)] as const
  if (quantities[0] !== undefined && quantities[1] !== undefined) return quantities[0] - quantities[1]
  return left === right ? 0 : left < right ? -1 : 1
}
