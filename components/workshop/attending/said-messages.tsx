'use client'

import Link from 'next/link'
import { useState } from 'react'
import { text } from '@/components/ui/text'
import { useWorkbench } from '@/components/workbench/workbench-context'
import type { CourseOutline } from '@/protocol'
import type { SaidMessage } from '@/protocol/workshop'

/** What the instructor said last, until it is put away; one that was put away on another page comes once more. */
export function SaidMessages({
  messages,
  course,
}: {
  messages: readonly SaidMessage[]
  course: CourseOutline
}) {
  const [read, setRead] = useState(0)
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
          <button type="button" className="button quiet small" onClick={() => setRead(shown.sequence)}>
            {text('dismiss')}
          </button>
        </div>
      )}
    </div>
  )
}
