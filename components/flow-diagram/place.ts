import type { Diagram, DiagramBox } from '@/protocol'
import { around, type Rect } from './geometry'

/** As wide as a phone's column of text, so that a unit is a pixel there; wider screens show it larger. */
export const width = 344

const boxHeight = 34
export const lineHeight = 15
/** Between two rows: an arrow, its port and its cross. */
const rowGap = 58
const widest: Readonly<Record<number, number>> = { 1: 132, 2: 104, 3: 90 }
/** Between the frame of a namespace and its pods: on the side of its title, and on the others. */
const frame = { side: 8, title: 25, plain: 10 }

export type PlacedBox = { box: DiagramBox; at: Rect }
export type PlacedGroup = {
  name: string
  namespace: string | undefined
  labels: readonly string[]
  /** Where its title stands: where fewer arrows come in. */
  title: 'top' | 'bottom'
  at: Rect
}
export type Places = { boxes: readonly PlacedBox[]; groups: readonly PlacedGroup[]; height: number }

/** Those who live in one frame: a namespace, or the addresses of a row. */
const groupOf = ({ namespace, kind }: DiagramBox, row: number): string | undefined =>
  namespace === undefined ? (kind === 'address' ? `row ${row}` : undefined) : `namespace ${namespace}`

/** Lines below a box's name. */
export const linesOf = ({ labels, isolated }: DiagramBox) => labels.length + (isolated.length > 0 ? 1 : 0)

const heightOf = (title: boolean, labels: readonly string[]) =>
  title ? frame.title + labels.length * lineHeight : frame.plain

/** Where everything stands: rows below each other, boxes at even distances, a frame round each namespace. */
export function place(diagram: Diagram): Places {
  const groups = groupsOf(diagram)
  /** The most that frames beginning (or ending) at a row take above (or below) it. */
  const room = (row: number, edge: 'top' | 'bottom') =>
    Math.max(
      0,
      ...groups
        .filter(group => (edge === 'top' ? group.first : group.last) === row)
        .map(({ title, labels }) => heightOf(title === edge, labels)),
    )
  const boxes: PlacedBox[] = []
  let y = 1
  diagram.rows.forEach((row, index) => {
    y += room(index, 'top')
    const height = boxHeight + lineHeight * Math.max(0, ...row.map(box => (box ? linesOf(box) : 0)))
    const boxWidth = widest[row.length] ?? 90
    row.forEach((box, column) => {
      const x = (width * (column + 0.5)) / row.length - boxWidth / 2
      if (box) boxes.push({ box, at: { x, y, width: boxWidth, height } })
    })
    y += height + room(index, 'bottom') + (index < diagram.rows.length - 1 ? rowGap : 0)
  })

  return {
    boxes,
    groups: groups.map(({ name, namespace, labels, title, members }) => {
      const inner = around(boxes.filter(({ box }) => members.has(box.id)).map(({ at }) => at))
      const above = heightOf(title === 'top', labels)
      return {
        name,
        namespace,
        labels,
        title,
        at: {
          x: inner.x - frame.side,
          y: inner.y - above,
          width: inner.width + 2 * frame.side,
          height: above + inner.height + heightOf(title === 'bottom', labels),
        },
      }
    }),
    height: y + 1,
  }
}

function groupsOf({ rows, arrows, namespaceLabels }: Diagram) {
  const boxes = rows.flatMap((row, at) =>
    row.flatMap(box => (box ? [{ box, at, group: groupOf(box, at) }] : [])),
  )
  const rowOf = (id: string) => boxes.find(({ box }) => box.id === id)?.at ?? 0
  return [...new Set(boxes.flatMap(({ group }) => group ?? []))].map(name => {
    const own = boxes.filter(({ group }) => group === name)
    const members = new Set(own.map(({ box }) => box.id))
    const [first, last] = [Math.min(...own.map(({ at }) => at)), Math.max(...own.map(({ at }) => at))]
    const others = arrows
      .filter(({ from, to }) => members.has(from) !== members.has(to))
      .map(({ from, to }) => rowOf(members.has(from) ? to : from))
    const namespace = own[0]?.box.namespace
    return {
      name,
      namespace,
      labels: namespace === undefined ? [] : (namespaceLabels[namespace] ?? []),
      members,
      first,
      last,
      title:
        others.filter(row => row < first).length > others.filter(row => row > last).length
          ? ('bottom' as const)
          : ('top' as const),
    }
  })
}

/** The place of a frame's title. */
export function headingOf({ namespace, labels, title, at }: PlacedGroup): Rect {
  const height = heightOf(true, labels) - 4
  const longest = Math.max(...[namespace ?? 'outside the cluster', ...labels].map(({ length }) => length))
  return {
    x: at.x + 6,
    y: title === 'top' ? at.y + 2 : at.y + at.height - height - 2,
    width: Math.min(at.width - 12, longest * 6.6),
    height,
  }
}
