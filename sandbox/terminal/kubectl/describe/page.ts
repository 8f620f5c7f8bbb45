import type { V1Toleration, V1TopologySpreadConstraint } from '@kubernetes/client-node'
import type { Wire } from '../object'
import { goSprint } from '../output/go-format'
import { describeSelector } from '../output/selector'
import { alignTabs, describeTabs } from '../output/tab-writer'
import { ageOf, escapeTerminal } from '../output/table'
import { lastAppliedAnnotation } from '../patch/last-applied'

type Labels = Record<string, string> | undefined

/** Where `describe` writes: lines at a level of indentation, tabs between what stands in columns. */
export class Page {
  private content = ''

  /** One line; `level` is two spaces each. */
  line(level: number, text: string): void {
    this.content += `${'  '.repeat(level)}${escapeTerminal(text)}\n`
  }

  /** `Title:<tab>value` at the left margin. */
  field(title: string, value: unknown): void {
    this.line(0, `${title}:\t${typeof value === 'string' ? value : goSprint(value)}`)
  }

  /** A title with one value beside it and the others below, `<none>` without any. */
  list(title: string, values: readonly string[]): void {
    const [first = '<none>', ...rest] = values
    this.line(0, `${title}:\t${first}`)
    for (const value of rest) this.line(0, `\t${value}`)
  }

  labels(title: string, labels: Labels): void {
    this.list(
      title,
      sorted(labels).map(([key, value]) => `${key}=${value}`),
    )
  }

  /** Long annotations are shortened, what apply keeps for itself is left out. */
  annotations(title: string, annotations: Labels): void {
    const lines: string[] = []
    for (const [key, text] of sorted(annotations)) {
      if (key === lastAppliedAnnotation) continue
      const value = text.replace(/\n$/, '')
      if (value.length + key.length + 2 <= annotationWidth && !value.includes('\n'))
        lines.push(`${key}: ${value}`)
      else lines.push(`${key}:`, ...value.split('\n').map(part => `  ${shorten(part, annotationWidth - 2)}`))
    }
    this.list(title, lines)
  }

  tolerations(title: string, tolerations: readonly Wire<V1Toleration>[] = []): void {
    const byKey = [...tolerations].sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
    this.list(title, byKey.map(tolerationText))
  }

  spread(title: string, constraints: readonly Wire<V1TopologySpreadConstraint>[] = []): void {
    const byKey = [...constraints].sort((a, b) => (a.topologyKey < b.topologyKey ? -1 : 1))
    if (byKey.length > 0) this.list(title, byKey.map(spreadText))
  }

  /** The text as it was written, tabs and all. */
  get raw(): string {
    return this.content
  }

  /** The finished text, columns aligned. */
  toString(): string {
    return alignTabs(this.content, describeTabs)
  }
}

const annotationWidth = 140
const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}...` : text
const sorted = (labels: Labels): [string, string][] =>
  Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))

function tolerationText({
  key = '',
  value,
  effect,
  operator,
  tolerationSeconds,
}: Wire<V1Toleration>): string {
  let text = key + (value ? `=${value}` : '') + (effect ? `:${effect}` : '')
  if (operator === 'Exists' && !value) text += text ? ' op=Exists' : 'op=Exists'
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`
}

const spreadText = ({
  topologyKey,
  whenUnsatisfiable,
  maxSkew,
  labelSelector,
}: Wire<V1TopologySpreadConstraint>): string =>
  `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${labelSelector ? ` for selector ${describeSelector(labelSelector) || '<none>'}` : ''}`

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const two = (value: number): string => String(value).padStart(2, '0')

/** A time as Go's RFC1123Z prints it, in UTC: `Mon, 23 Nov 2026 21:12:13 +0000`. */
export function rfc1123(time: string | null | undefined): string {
  if (!time) return 'Mon, 01 Jan 0001 00:00:00 +0000'
  const date = new Date(time)
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${days[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${clock} +0000`
}

/** As Go's Time.String prints it, in UTC: `2026-11-23 21:12:13 +0000 UTC`. */
export const goTime = (time: string | null | undefined): string =>
  time
    ? `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
    : '0001-01-01 00:00:00 +0000 UTC'

/** How long ago, as tables say it. */
export const since = (time: string | null | undefined): string => ageOf(time, Date.now())
