'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { text } from '@/components/ui/text'
import { Clock } from '../clock'

/** Counts down to the start of a workshop, and then shows its lessons. */
export function StartNotice({ startsAt, now }: { startsAt: number | null; now: number }) {
  const router = useRouter()
  const waiting = startsAt !== null && startsAt > now
  const waited = useRef(false)
  useEffect(() => {
    if (waited.current && !waiting) router.refresh()
    waited.current = waiting
  }, [waiting, router])
  if (!waiting) return null
  return (
    <p className="notice">
      {text('workshop.starts.soon')} <Clock left={startsAt - now} />
    </p>
  )
}
