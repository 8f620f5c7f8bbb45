import { text } from '@/components/ui/text'
import type { Diagram, DiagramArrow, DiagramBox } from '@/protocol'

/** `80`, `53 UDP`, `53 UDP, TCP`: TCP goes without saying. */
export function portsText(ports: DiagramArrow['ports']): string {
  const protocols = new Map<string, string[]>()
  for (const one of ports) {
    const name = one === 'every' ? text('diagram.every-port') : String(one.port)
    protocols.set(name, [...(protocols.get(name) ?? []), one === 'every' ? 'TCP' : one.protocol])
  }
  return [...protocols]
    .map(([name, all]) => (all.join() === 'TCP' ? name : `${name} ${all.join(', ')}`))
    .join(', ')
}

/** What stands in a box. */
export const boxText = ({ kind, name }: DiagramBox): string =>
  kind === 'pod' || kind === 'address' ? name : text(`diagram.box.${kind}`)

/** A box in a sentence: with its namespace, for others may be called the same. */
const inSentence = (box: DiagramBox): string =>
  box.namespace === undefined
    ? boxText(box)
    : text('diagram.end', { name: boxText(box), namespace: box.namespace })

/** Everything that the picture shows, as sentences. */
export function sentencesOf({ rows, arrows }: Diagram): string[] {
  const boxes = rows.flat().filter(box => box !== null)
  const endOf = (id: string) => {
    const box = boxes.find(one => one.id === id)
    return box ? inSentence(box) : ''
  }
  return [
    ...arrows.map(({ from, to, ports, verdict, closed }) =>
      text(`diagram.flow.${verdict}`, {
        from: endOf(from),
        to: endOf(to),
        ports: portsText(ports),
        closed: closed.join('-'),
      }),
    ),
    ...boxes
      .filter(({ isolated }) => isolated.length > 0)
      .map(box => text('diagram.isolated', { name: inSentence(box), sides: box.isolated.join('-') })),
  ]
}
