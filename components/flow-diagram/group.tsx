import { text } from '@/components/ui/text'
import { headingOf, lineHeight, type PlacedGroup } from './place'

/** The frame of a namespace, or of the world outside. */
export const Frame = ({ group: { namespace, at } }: { group: PlacedGroup }) => (
  <rect className="diagram-frame" data-outside={namespace === undefined} {...at} rx={10} />
)

const characterWidth = 6.6

/** Its title, drawn after the arrows: it stays readable where one comes through. */
export function Title({ group }: { group: PlacedGroup }) {
  const { namespace, labels, at } = group
  const { y } = headingOf(group)
  const name = namespace ?? text('diagram.outside')
  const room = at.width - 14
  return (
    <g className="diagram-title" data-outside={namespace === undefined}>
      <text
        x={at.x + 9}
        y={y + 14}
        {...(name.length * characterWidth > room && { textLength: room, lengthAdjust: 'spacingAndGlyphs' })}
      >
        {name}
      </text>
      {labels.map((label, index) => (
        <text key={label} className="diagram-label" x={at.x + 9} y={y + 29 + index * lineHeight}>
          {label}
        </text>
      ))}
    </g>
  )
}
