import type { KubeObject, Metadata } from '../object'

/** The server's answer to `as=Table` (meta.k8s.io/v1). */
export type Table = KubeObject & {
  columnDefinitions: { name: string; type: string; format?: string; priority: number }[]
  rows?: { cells: unknown[]; object?: { metadata?: Metadata; [key: string]: unknown } }[]
}

export const isTable = (object: unknown): object is Table =>
  (object as KubeObject | undefined)?.kind === 'Table'

/** What to ask the server for when a person will read the answer. */
export const acceptTable = [
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1beta1;g=meta.k8s.io',
  'application/json',
].join(',')

export type TableOptions = {
  wide: boolean
  noHeaders: boolean
  withNamespace: boolean
  /** Prefix of names (`pod/`), when several kinds are shown. */
  kind?: string
  columnLabels: readonly string[]
  showLabels: boolean
}

/** Lines of a table with tabs between cells; headers first unless there are no rows. */
export function tableLines(table: Table, options: TableOptions): string {
  const rows = table.rows ?? []
  if (rows.length === 0) return ''
  const shown = table.columnDefinitions
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => options.wide || column.priority === 0)
  const nameColumn = table.columnDefinitions.findIndex(
    ({ type, format }) => format === 'name' && type === 'string',
  )
  const lines: string[][] = []
  if (!options.noHeaders) {
    lines.push([
      ...(options.withNamespace ? ['NAMESPACE'] : []),
      ...shown.map(({ column }) => column.name.toUpperCase()),
      ...options.columnLabels.map(label => (label.split('/').at(-1) ?? '').toUpperCase()),
      ...(options.showLabels ? ['LABELS'] : []),
    ])
  }
  for (const { cells, object } of rows) {
    const labels = object?.metadata?.labels ?? {}
    lines.push([
      ...(options.withNamespace ? [object?.metadata?.namespace ?? ''] : []),
      ...shown.map(({ index }) => {
        const text = cellText(cells[index])
        return index === nameColumn && options.kind ? `${options.kind}/${text}` : text
      }),
      ...options.columnLabels.map(label => labels[label] ?? ''),
      ...(options.showLabels ? [formatLabels(labels)] : []),
    ])
  }
  return lines.map(cells => `${cells.join('\t')}\n`).join('')
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  const breakAt = text.search(/[\f\n\r]/)
  return escapeTerminal(breakAt < 0 ? text : `${text.slice(0, breakAt)}...`)
}

/** What a terminal would act on is shown instead. */
export const escapeTerminal = (text: string): string => text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r')

/** `app=web,tier=frontend`, or `<none>`. */
export function formatLabels(labels: Record<string, string> | undefined): string {
  // Sorted as they are written: `=` counts, too.
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',')
}

/** A Table made here, for objects that the server does not print (`metav1` fallback: name and age). */
export function objectTable(object: KubeObject, now: number): Table {
  return {
    kind: 'Table',
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name', priority: 0 },
      { name: 'Age', type: 'string', priority: 0 },
    ],
    rows: [{ cells: [object.metadata?.name ?? '', ageOf(object.metadata?.creationTimestamp, now)], object }],
  }
}

/** Go's duration.HumanDuration since then: `5s`, `2m11s`, `3h`, `<unknown>`. */
export function ageOf(time: string | null | undefined, now: number): string {
  if (!time) return '<unknown>'
  return humanDuration(now - Date.parse(time))
}

export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`
  if (hours < 24 * 365 * 2) return `${days}d`
  const years = Math.trunc(days / 365)
  if (hours < 24 * 365 * 8) return days % 365 === 0 ? `${years}y` : `${years}y${days % 365}d`
  return `${years}y`
}
