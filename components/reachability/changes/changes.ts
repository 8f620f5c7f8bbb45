import type { ClusterObjects } from '@/components/live/live-state'
import { text } from '@/components/ui/text'
import type { MatrixPort } from '@/sandbox/netpol'
import { endName, isPod } from '../matrix/ends'
import type { Cell } from '../matrix/verdicts'
import { portKey } from '../ports'

export type CellChange = { key: string; cell: Cell; opened: boolean }

/** The pairs that are there before and after and whose verdict is another. */
export function cellChanges(
  before: ReadonlyMap<string, Cell>,
  after: ReadonlyMap<string, Cell>,
): CellChange[] {
  return [...after].flatMap(([key, cell]) => {
    const was = before.get(key)?.verdict.allowed
    return was === undefined || was === cell.verdict.allowed
      ? []
      : [{ key, cell, opened: cell.verdict.allowed }]
  })
}

/**
 * The changes worth telling: on the port that is looked at, and on ports that their target listens on. Where there
 * is none of these, all.
 */
export function worthTelling(changes: readonly CellChange[], port: MatrixPort): readonly CellChange[] {
  const worth = changes.filter(
    ({ cell }) =>
      portKey(cell.port) === portKey(port) ||
      (isPod(cell.to) && cell.to.listens.includes(portKey(cell.port))),
  )
  return worth.length > 0 ? worth : changes
}

type Object = { metadata?: { name?: string; namespace?: string; labels?: unknown }; spec?: unknown }

const names = (before: readonly Object[], after: readonly Object[], part: (object: Object) => unknown) => {
  const key = (object: Object) => `${object.metadata?.namespace ?? ''}/${object.metadata?.name}`
  const was = new Map(before.map(object => [key(object), JSON.stringify(part(object))]))
  const is = new Map(after.map(object => [key(object), JSON.stringify(part(object))]))
  const touched = [...new Set([...was.keys(), ...is.keys()])].filter(name => was.get(name) !== is.get(name))
  return touched.map(name => name.slice(name.indexOf('/') + 1))
}

/** The policies that came, went or changed; where none did, the namespaces and pods that were labelled anew. */
export function causes(before: ClusterObjects, after: ClusterObjects): string[] {
  const policies = names(before.networkPolicies, after.networkPolicies, object => object.spec)
  if (policies.length > 0) return policies
  const labelled = (list: 'namespaces' | 'pods') => {
    const still = (objects: readonly Object[], others: readonly Object[]) =>
      objects.filter(one =>
        others.some(
          other =>
            one.metadata?.name === other.metadata?.name &&
            one.metadata?.namespace === other.metadata?.namespace,
        ),
      )
    return names(
      still(before[list], after[list]),
      still(after[list], before[list]),
      object => object.metadata?.labels,
    )
  }
  return [...labelled('namespaces'), ...labelled('pods')]
}

const shown = 3

const flowsOf = (changes: readonly CellChange[], lesson: string) =>
  changes
    .slice(0, shown)
    .map(({ cell }) => {
      const port = cell.port.protocol === 'TCP' ? String(cell.port.port) : portKey(cell.port)
      return `${endName(cell.from, lesson)} -> ${endName(cell.to, lesson)} ${port}`
    })
    .join(', ')

/** One line, e.g. "allow-client-to-web: 1 opened: client -> web 80". Pods of the lesson's namespace go by name alone. */
export function changeLine(cause: readonly string[], changes: readonly CellChange[], lesson: string): string {
  const part = (opened: boolean) => {
    const list = changes.filter(change => change.opened === opened)
    if (list.length === 0) return []
    const flows = flowsOf(list, lesson)
    const more = Math.max(0, list.length - shown)
    return [text(opened ? 'reachability.opened' : 'reachability.closed', { count: list.length, flows, more })]
  }
  const parts = [...part(true), ...part(false)]
  const what = parts.length > 0 ? parts.join('; ') : text('reachability.unchanged')
  return text('reachability.change', { cause: cause.join(', '), what })
}
