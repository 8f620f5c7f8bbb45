'use client'

import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { OwnSeat } from '@/protocol'
import { useClass } from './use-class'

/** Where a participant is, above the lesson; while it is there the instructor sees that they are. */
export function ParticipantBar({ seat }: { seat: OwnSeat }) {
  useClass(seat.workshop)
  return (
    <aside className="participant-bar" aria-label={text('workshop.bar')}>
      <Link href={`/workshops/${seat.workshop}/lessons`} prefetch={false}>
        {seat.title}
      </Link>
      <span>{text('workshop.bar.name', { name: seat.name })}</span>
    </aside>
  )
}
