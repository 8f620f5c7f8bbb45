import { text } from '@/components/ui/text'
import type { DiagramBox } from '@/protocol'
import type { Rect } from './geometry'
import { Lock } from './marks'
import { lineHeight, linesOf } from './place'
import { boxText } from './words'

const nameLine = 22
const lockWidth = 13
const characterWidth = 5.6

/** A pod, or whoever else stands at an end of an arrow. */
export function Box({ box, at }: { box: DiagramBox; at: Rect }) {
  const x = at.x + at.width / 2
  // A neighbour in the row may have more to say, so that this box is higher than its text.
  const top = at.y + (at.height - 34 - linesOf(box) * lineHeight) / 2 + nameLine
  return (
    <g className="diagram-box">
      {box.kind === 'every-pod' && <rect {...at} x={at.x + 4} y={at.y - 4} rx={7} />}
      <rect {...at} rx={box.namespace === undefined ? at.height / 2 : 7} />
      <text x={x} y={top}>
        {boxText(box)}
      </text>
      {box.labels.map((label, index) => (
        <text key={label} className="diagram-label" x={x} y={top + (index + 1) * lineHeight}>
          {label}
        </text>
      ))}
      {box.isolated.length > 0 && <Isolated box={box} x={x} y={top + linesOf(box) * lineHeight} />}
    </g>
  )
}

function Isolated({ box, x, y }: { box: DiagramBox; x: number; y: number }) {
  const sides = text('diagram.isolated.short', { sides: box.isolated.join('-') })
  const left = x - (lockWidth + sides.length * characterWidth) / 2
  return (
    <g className="diagram-isolated">
      <Lock x={left} y={y - 9.5} />
      <text x={left + lockWidth} y={y}>
        {sides}
      </text>
    </g>
  )
}
