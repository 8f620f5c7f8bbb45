import type { KubernetesObject } from '@kubernetes/client-node'
import { ageColumn, nameColumn } from '../printing/columns'
import { humanDuration } from '../printing/duration'
import type { Column } from '../registration'
import { parseJsonPath } from './json-path'

/** apiextensions.k8s.io/v1 CustomResourceColumnDefinition. */
export type PrinterColumn = {
  name: string
  type: string
  jsonPath: string
  description?: string
  format?: string
  priority?: number
}

export const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']

/** The name, then what the definition shows; the age if it shows nothing. */
export const columnsOf = (columns: readonly PrinterColumn[]): Column<KubernetesObject>[] =>
  columns.length === 0 ? [nameColumn, ageColumn] : [nameColumn, ...columns.map(columnOf)]

function columnOf({ name, type, jsonPath, description = '', format, priority = 0 }: PrinterColumn) {
  const find = parseJsonPath(jsonPath)
  return {
    name,
    type: type as Column<KubernetesObject>['type'],
    ...(format ? { format } : {}),
    description,
    priority: priority > 0 ? 1 : 0,
    cell: (object: KubernetesObject, now: number) => shown(type, find?.(object)[0], now),
  } satisfies Column<KubernetesObject>
}

/** apiextensions, tableconvertor: what is not of its column's type is not shown. */
function shown(type: string, value: unknown, now: number): string | number | boolean | null {
  if (value === undefined || value === null) return null
  switch (type) {
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null
    case 'number':
      return typeof value === 'number' ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    default: {
      const time = Date.parse(String(value))
      return Number.isNaN(time) ? '<invalid>' : humanDuration(now - time)
    }
  }
}
