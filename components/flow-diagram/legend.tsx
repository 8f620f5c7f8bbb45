import { text } from '@/components/ui/text'
import type { Diagram } from '@/protocol'
import { Cross, Lock, Tip } from './marks'

/** What the marks mean that a picture has. */
export function Legend({ diagram: { rows, arrows } }: { diagram: Diagram }) {
  const verdicts = (['open', 'blocked', 'either'] as const).filter(verdict =>
    arrows.some(arrow => arrow.verdict === verdict),
  )
  const isolated = rows.flat().some(box => box !== null && box.isolated.length > 0)
  return (
    <ul className="diagram-legend">
      {verdicts.map(verdict => (
        <li key={verdict}>
          <svg viewBox="0 0 38 16" aria-hidden="true">
            <g className="diagram-arrow" data-verdict={verdict}>
              <path className="diagram-line" d="M1 8 H30" />
              <Tip x={37} y={8} angle={0} />
              {verdict === 'blocked' && <Cross x={17} y={8} />}
            </g>
          </svg>
          {text(`diagram.legend.${verdict}`)}
        </li>
      ))}
      {isolated && (
        <li>
          <svg viewBox="0 0 12 16" aria-hidden="true" className="diagram-isolated">
            <Lock x={1.5} y={2.5} />
          </svg>
          {text('diagram.legend.isolated')}
        </li>
      )}
    </ul>
  )
}
