/** A padlock, ten units high. */
export const Lock = ({ x, y }: { x: number; y: number }) => (
  <g className="diagram-lock" transform={`translate(${x} ${y})`}>
    <rect x={0} y={4} width={9} height={6.5} rx={1.5} />
    <path d="M2 4.5 V3 a2.5 2.5 0 0 1 5 0 V4.5" />
  </g>
)

/** A cross in a circle: it is stopped here. */
export const Cross = ({ x, y }: { x: number; y: number }) => (
  <g className="diagram-cross" transform={`translate(${x} ${y})`}>
    <circle r={6.5} />
    <path d="M-3 -3 L3 3 M3 -3 L-3 3" />
  </g>
)

/** The tip of an arrow, at `x`, `y`, pointing where `angle` (in degrees) does. */
export const Tip = ({ x, y, angle }: { x: number; y: number; angle: number }) => (
  <path
    className="diagram-tip"
    d="M0 0 L-8.5 -4.2 L-8.5 4.2 Z"
    transform={`translate(${x} ${y}) rotate(${angle})`}
  />
)
