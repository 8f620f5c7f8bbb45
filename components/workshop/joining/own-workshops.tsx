import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { OwnSeat } from '@/protocol'

/** The workshops in which somebody sits. */
export function OwnWorkshops({ seats }: { seats: readonly Pick<OwnSeat, 'workshop' | 'title' | 'name'>[] }) {
  return (
    <ul className="plain-list">
      {seats.map(({ workshop, title, name }) => (
        <li key={workshop}>
          <Link href={`/workshops/${workshop}/lessons`}>{title}</Link>
          {text('workshop.as', { name })}
        </li>
      ))}
    </ul>
  )
}
