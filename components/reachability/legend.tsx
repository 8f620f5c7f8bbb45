import { text } from '@/components/ui/text'

const signs = ['open', 'blocked', 'changed', 'seen'] as const

export function Legend() {
  return (
    <ul className="legend" aria-label={text('reachability.legend')}>
      {signs.map(sign => (
        <li key={sign}>
          <span className="legend-sign" data-sign={sign} aria-hidden />
          {text(`reachability.legend.${sign}`)}
        </li>
      ))}
    </ul>
  )
}
