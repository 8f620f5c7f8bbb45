'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { text } from '@/components/ui/text'
import { useWorkbench } from '@/components/workbench/workbench-context'
import type { CourseOutline } from '@/protocol'
import type { SaidMessage } from '@/protocol/workshop'

type SaidMessagesProps = { workshop: string; messages: readonly SaidMessage[]; course: CourseOutline }

/** What the instructor said last, until it is put away: on all pages of this tab. */
export function SaidMessages({ workshop, messages, course }: SaidMessagesProps) {
  const place = `netpol-lab.read.${workshop}`
  const [read, setRead] = useState(0)
  useEffect(() => setRead(Number(window.sessionStorage.getItem(place))), [place])
  const putAway = (sequence: number) => {
    window.sessionStorage.setItem(place, String(sequence))
    setRead(sequence)
  }
  const workbench = useWorkbench()
  const message = messages.at(-1)
  const shown = message && message.sequence > read ? message : undefined
  const lesson = course.lessons.find(({ slug }) => slug === shown?.lesson)
  const { command } = shown ?? {}
  return (
    <div role="status">
      {shown && (
        <div className="notice said-message">
          <p>
            <strong>{text(shown.seat ? 'workshop.said.to-you' : 'workshop.said')}</strong> {shown.text}
            {command && <code>{command}</code>}
          </p>
          {lesson && (
            <Link href={`${course.base}/${lesson.slug}`} className="button small" prefetch={false}>
              {lesson.number} {lesson.title}
            </Link>
          )}
          {command && workbench && (
            <button type="button" className="button small" onClick={() => workbench.type(command)}>
              {text('workshop.said.paste')}
            </button>
          )}
          <button type="button" className="button quiet small" onClick={() => putAway(shown.sequence)}>
            {text('dismiss')}
          </button>
        </div>
      )}
    </div>
  )
}
