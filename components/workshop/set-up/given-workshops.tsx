import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { Workshop } from '@/protocol'
import { LocalTime } from './local-time'

/** The workshops that somebody gives. */
export function GivenWorkshops({ workshops }: { workshops: readonly Workshop[] }) {
  if (workshops.length === 0) return <p>{text('workshop.none')}</p>
  return (
    <ul className="plain-list">
      {workshops.map(({ id, title, code, joined, capacity, startsAt }) => (
        <li key={id}>
          <Link href={`/workshops/${id}`}>{title}</Link>
          <span>{text('workshop.line', { code, joined, capacity })}</span>
          {startsAt && <LocalTime at={startsAt} />}
        </li>
      ))}
    </ul>
  )
}
