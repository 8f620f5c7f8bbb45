import type { DiagramBox } from '@/protocol'

type Rows = readonly (readonly (DiagramBox | null)[])[]

/** A namespace that others stand in the middle of: its frame would be drawn round them as well. */
export function mixedNamespaces(rows: Rows): string[] {
  const boxes = rows.flatMap((row, at) =>
    row.flatMap((box, index) =>
      box
        ? [{ namespace: box.namespace, at, left: index / row.length, right: (index + 1) / row.length }]
        : [],
    ),
  )
  const namespaces = [...new Set(boxes.flatMap(({ namespace }) => namespace ?? []))]
  return namespaces.filter(namespace => {
    const own = boxes.filter(box => box.namespace === namespace)
    const [top, bottom] = [Math.min(...own.map(({ at }) => at)), Math.max(...own.map(({ at }) => at))]
    const left = Math.min(...own.map(box => box.left))
    const right = Math.max(...own.map(box => box.right))
    return boxes.some(
      box =>
        box.namespace !== namespace &&
        box.at >= top &&
        box.at <= bottom &&
        box.right > left &&
        box.left < right,
    )
  })
}
