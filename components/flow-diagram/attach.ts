import type { DiagramArrow } from '@/protocol'
import { bent, centre, contains, grown, type Point, type Rect, samples } from './geometry'
import { type Places, width } from './place'

type Side = 'top' | 'bottom' | 'left' | 'right'

/** An arrow from edge to edge; `bow`: the bend that it needs, for it comes back on the side on which it leaves. */
export type Attached = { arrow: DiagramArrow; start: Point; end: Point; bow: number }

/** Between a box and an arrow. */
const gap = 3

/** Where each arrow leaves its source and meets its target: on the sides that suit, side by side with its neighbours. */
export function attach(arrows: readonly DiagramArrow[], { boxes }: Places): Attached[] {
  const rectOf = (id: string) => boxes.find(({ box }) => box.id === id)!.at
  const chosen = arrows.map(arrow => {
    const [from, to] = [rectOf(arrow.from), rectOf(arrow.to)]
    const others = boxes
      .filter(({ box }) => box.id !== arrow.from && box.id !== arrow.to)
      .map(({ at }) => grown(at, 4))
    return { arrow, from, to, sides: sidesOf(from, to, others) }
  })
  const ends = chosen.flatMap(({ arrow, from, to, sides: [leaves, meets] }) => [
    { arrow, box: arrow.from, side: leaves, order: orderOn(leaves, centre(from), centre(to)) },
    { arrow, box: arrow.to, side: meets, order: orderOn(meets, centre(to), centre(from)) },
  ])
  const placeOn = (arrow: DiagramArrow, box: string, side: Side) => {
    const neighbours = ends
      .filter(end => end.box === box && end.side === side)
      .sort((one, two) => one.order - two.order)
    const index = neighbours.findIndex(end => end.arrow === arrow)
    return { alone: neighbours.length === 1, at: (index + 1) / (neighbours.length + 1) }
  }
  return chosen.map(({ arrow, from, to, sides: [leaves, meets] }) => {
    const first = placeOn(arrow, arrow.from, leaves)
    const last = placeOn(arrow, arrow.to, meets)
    // Between boxes that face each other an arrow is straight where one of its ends may choose.
    const facing = orderOn(leaves, centre(from), centre(to)) === 0 && leaves !== meets
    const start = onSide(from, leaves, facing && first.alone ? last.at : first.at)
    const end = onSide(to, meets, facing && last.alone ? first.at : last.at)
    return { arrow, start, end, bow: leaves === meets ? bowOf(leaves, start, end) : 0 }
  })
}

/**
 * Where an end comes among others on the side of a box: as their other ends lie, so that arrows do not cross. Of those
 * that come round to the same side the longer ones are further out.
 */
function orderOn(side: Side, own: Point, other: Point): number {
  const [dx, dy] = [other.x - own.x, other.y - own.y]
  const [along, away] = side === 'top' || side === 'bottom' ? [dx, dy] : [dy, dx]
  if (Math.abs(along) < 1) return 0
  return Math.abs(away) < 1 ? 10_000 / along : along / Math.abs(away)
}

/** The sides of the way with the least in its way, the plainest first. */
function sidesOf(from: Rect, to: Rect, others: readonly Rect[]): [Side, Side] {
  const [a, b] = [centre(from), centre(to)]
  const down = b.y > a.y
  const right = b.x > a.x
  const inRow = Math.abs(a.y - b.y) < 1
  const [near, far]: [Side, Side] = down ? ['bottom', 'top'] : ['top', 'bottom']
  const [onward, back]: [Side, Side] = right ? ['right', 'left'] : ['left', 'right']
  const ways: [Side, Side][] = inRow
    ? [
        [onward, back],
        ['top', 'top'],
        ['bottom', 'bottom'],
      ]
    : [
        [near, far],
        [onward, far],
        [near, back],
        ['right', 'right'],
        ['left', 'left'],
      ]
  const [best] = ways
    .map(([leaves, meets], index) => {
      const [start, end] = [onSide(from, leaves, 0.5), onSide(to, meets, 0.5)]
      const points = samples(bent(start, end, leaves === meets ? bowOf(leaves, start, end) : 0))
      const hits = points.filter(point => [...others, from, to].some(rect => contains(rect, point))).length
      const out = points.filter(({ x }) => x < 4 || x > width - 4).length
      return { sides: [leaves, meets] as [Side, Side], cost: (hits + out) * 10 + index }
    })
    .sort((one, two) => one.cost - two.cost)
  return best!.sides
}

function bowOf(side: Side, start: Point, end: Point): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y]
  const left = { right: dy, left: -dy, top: dx, bottom: -dx }[side]
  return Math.sign(left) * Math.min(64, Math.max(24, Math.hypot(dx, dy) * 0.22))
}

function onSide({ x, y, width: w, height: h }: Rect, side: Side, at: number): Point {
  switch (side) {
    case 'top':
      return { x: x + w * at, y: y - gap }
    case 'bottom':
      return { x: x + w * at, y: y + h + gap }
    case 'left':
      return { x: x - gap, y: y + h * at }
    case 'right':
      return { x: x + w + gap, y: y + h * at }
  }
}
