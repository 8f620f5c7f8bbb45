import type { DiagramArrow } from '@/protocol'
import { type Attached, attach } from './attach'
import {
  bent,
  type Curve,
  contains,
  grown,
  lengthOf,
  overlap,
  type Point,
  pointAt,
  type Rect,
  samples,
} from './geometry'
import { headingOf, type Places, width } from './place'
import { portsText } from './words'

export type Route = {
  arrow: DiagramArrow
  curve: Curve
  label: { text: string; at: Rect }
  /** Where a closed side stops it. */
  crosses: readonly Point[]
  /** The part of the curve that its tip covers. */
  tipLength: number
}

const tip = 7
/** From the end of an arrow to its cross. */
const crossDistance = 16
const labelHeight = 17
const characterWidth = 6.7

/** How far an arrow may be bent to go round what is in its way: as little as will do. */
const bends = [0, 12, -12, 24, -24, 38, -38, 54, -54, 72, -72, 92, -92]
/** Where on its arrow a port may stand; beside it where there is no room. */
const spots = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.22, 0.78]

/** The way of each arrow, past the boxes that it is not about, and where its port stands. */
export function route(arrows: readonly DiagramArrow[], places: Places): Route[] {
  const curves: { arrow: DiagramArrow; curve: Curve }[] = []
  for (const attached of attach(arrows, places))
    curves.push({
      arrow: attached.arrow,
      curve: curveOf(
        attached,
        places,
        curves.map(({ curve }) => curve),
      ),
    })

  const taken: Rect[] = [...places.boxes.map(({ at }) => at), ...places.groups.map(headingOf)]
  const crossed = curves.map(({ arrow, curve }) => {
    const crosses = crossesOn(curve, arrow)
    taken.push(...crosses.map(({ x, y }) => grown({ x, y, width: 0, height: 0 }, 8)))
    return { arrow, curve, crosses }
  })
  return crossed.map(({ arrow, curve, crosses }) => {
    const text = portsText(arrow.ports)
    const others = curves.filter(other => other.curve !== curve).flatMap(other => samples(other.curve))
    const at = labelOn(curve, text.length * characterWidth + 11, taken, others)
    taken.push(at)
    return { arrow, curve, crosses, label: { text, at }, tipLength: Math.min(0.5, tip / lengthOf(curve)) }
  })
}

function curveOf(
  { arrow, start, end, bow }: Attached,
  { boxes, groups, height }: Places,
  before: readonly Curve[],
): Curve {
  const rects = boxes.map(({ box, at }) => (box.id === arrow.from || box.id === arrow.to ? at : grown(at, 5)))
  const [best] = bends
    .map(bend => {
      const curve = bent(start, end, bow + bend)
      const points = samples(curve)
      const count = (is: (point: Point) => boolean) => points.filter(is).length
      const hits = count(point => rects.some(rect => contains(rect, point)))
      const out = count(({ x, y }) => x < 3 || x > width - 3 || y < 3 || y > height - 3)
      const titles = count(point => groups.some(group => contains(headingOf(group), point)))
      const middle = pointAt(curve, 0.5)
      const close = before.filter(other => {
        const { x, y } = pointAt(other, 0.5)
        return Math.hypot(x - middle.x, y - middle.y) < 16
      }).length
      return { curve, cost: (hits + out) * 60 + close * 30 + titles * 2 + Math.abs(bend) }
    })
    .sort((one, other) => one.cost - other.cost)
  return best!.curve
}

function crossesOn(curve: Curve, { verdict, closed }: DiagramArrow): Point[] {
  if (verdict !== 'blocked') return []
  const along = Math.min(0.35, crossDistance / lengthOf(curve))
  const sides = closed.map(side => (side === 'egress' ? along : 1 - along))
  // Where nobody may know which side it is, the cross says only that it is stopped.
  return (sides.length > 0 ? sides : [0.7]).map(at => pointAt(curve, at))
}

function labelOn(curve: Curve, labelWidth: number, taken: readonly Rect[], others: readonly Point[]): Rect {
  const level = Math.abs(curve.end.x - curve.start.x) > Math.abs(curve.end.y - curve.start.y)
  const beside = level ? { x: 0, y: labelHeight } : { x: labelWidth / 2 + 9, y: 0 }
  const [best] = [0, -1, 1]
    .flatMap(away => spots.map(spot => ({ away, spot })))
    .map(({ away, spot }, index) => {
      const { x, y } = pointAt(curve, spot)
      const left = Math.min(Math.max(x + away * beside.x - labelWidth / 2, 1), width - labelWidth - 1)
      const at = { x: left, y: y + away * beside.y - labelHeight / 2, width: labelWidth, height: labelHeight }
      const hits = taken.filter(rect => overlap(at, rect)).length
      const over = others.filter(point => contains(at, point)).length
      return { at, cost: hits * 100 + over * 6 + index }
    })
    .sort((one, other) => one.cost - other.cost)
  return best!.at
}
