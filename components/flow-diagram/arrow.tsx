import { part } from './geometry'
import { Cross, Tip } from './marks'
import type { Route } from './route'

const short = (value: number) => Math.round(value * 10) / 10

/** An arrow with its port; dashed and crossed where it is blocked, dotted where the picture leaves it open. */
export function Arrow({ route: { arrow, curve, label, crosses, tipLength } }: { route: Route }) {
  const { start, middle, end } = part(curve, 0, 1 - tipLength)
  const angle = (Math.atan2(curve.end.y - end.y, curve.end.x - end.x) * 180) / Math.PI
  return (
    <g className="diagram-arrow" data-verdict={arrow.verdict}>
      <path
        className="diagram-line"
        d={`M${short(start.x)} ${short(start.y)} Q${short(middle.x)} ${short(middle.y)} ${short(end.x)} ${short(end.y)}`}
      />
      <Tip x={short(curve.end.x)} y={short(curve.end.y)} angle={short(angle)} />
      {crosses.map(({ x, y }) => (
        <Cross key={`${x} ${y}`} x={short(x)} y={short(y)} />
      ))}
      <rect className="diagram-port" {...label.at} rx={label.at.height / 2} />
      <text x={short(label.at.x + label.at.width / 2)} y={short(label.at.y + 12.5)}>
        {label.text}
      </text>
    </g>
  )
}
