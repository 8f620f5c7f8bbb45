export type Point = { x: number; y: number }
export type Rect = { x: number; y: number; width: number; height: number }

/** A quadratic curve: straight where `middle` lies between its ends. */
export type Curve = { start: Point; middle: Point; end: Point }

export const centre = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 })

export const grown = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

export const contains = (rect: Rect, { x, y }: Point): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height

export const overlap = (one: Rect, other: Rect): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height

/** The smallest rectangle around all of them. */
export function around(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map(rect => rect.x))
  const y = Math.min(...rects.map(rect => rect.y))
  return {
    x,
    y,
    width: Math.max(...rects.map(rect => rect.x + rect.width)) - x,
    height: Math.max(...rects.map(rect => rect.y + rect.height)) - y,
  }
}

const between = (one: Point, other: Point, t: number): Point => ({
  x: one.x + (other.x - one.x) * t,
  y: one.y + (other.y - one.y) * t,
})

export const pointAt = ({ start, middle, end }: Curve, t: number): Point =>
  between(between(start, middle, t), between(middle, end, t), t)

/** The part of a curve from `from` to `to`. */
export function part(curve: Curve, from: number, to: number): Curve {
  const upTo = ({ start, middle, end }: Curve, t: number): Curve => ({
    start,
    middle: between(start, middle, t),
    end: pointAt({ start, middle, end }, t),
  })
  const turned = ({ start, middle, end }: Curve): Curve => ({ start: end, middle, end: start })
  const head = upTo(curve, to)
  return turned(upTo(turned(head), 1 - from / to))
}

/** The line between two points, bent to its left by so much. */
export function bent(start: Point, end: Point, by: number): Curve {
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1
  const middle = between(start, end, 0.5)
  return {
    start,
    middle: {
      x: middle.x + ((end.y - start.y) / length) * by * 2,
      y: middle.y - ((end.x - start.x) / length) * by * 2,
    },
    end,
  }
}

export const lengthOf = ({ start, middle, end }: Curve): number =>
  (Math.hypot(end.x - start.x, end.y - start.y) +
    Math.hypot(middle.x - start.x, middle.y - start.y) +
    Math.hypot(end.x - middle.x, end.y - middle.y)) /
  2

/** Points along a curve, both ends included. */
export const samples = (curve: Curve, count = 48): Point[] =>
  Array.from({ length: count + 1 }, (_, index) => pointAt(curve, index / count))
