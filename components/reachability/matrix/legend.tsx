import { text } from '@/components/ui/text'

const signs = ['open', 'blocked', 'changed', 'seen'] as const

/** `walled`: some cell is closed by the wall between learners. */
export function Legend({ walled }: { walled: boolean }) {
  return (
    <ul className="legend" aria-label={text('reachability.legend')}>
      {[...signs, ...(walled ? (['walled'] as const) : [])].map(sign => (
        <li key={sign}>
          <span className="legend-sign" data-sign={sign} aria-hidden />
          {text(`reachability.legend.${sign}`)}
        </li>
      ))}
    </ul>
  )
}
