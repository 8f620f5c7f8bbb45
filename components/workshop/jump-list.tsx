'use client'

import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { jumpTo } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline } from '@/protocol'

/** For who comes late: to the lesson where the class is, in a cluster as it should be there. */
export function JumpList({ workshop, course }: { workshop: string; course: CourseOutline }) {
  const [lesson, setLesson] = useState(course.start)
  const action = useAction()
  return (
    <form
      className="form-actions"
      onSubmit={action.submit(async () => {
        await jumpTo(workshop, lesson)
        leaveFor(`${course.base}/${lesson}`)
      })}
    >
      <label htmlFor="jump">{text('workshop.jump.to')}</label>
      <select
        id="jump"
        className="field small"
        value={lesson}
        onChange={event => setLesson(event.target.value)}
      >
        {course.lessons.map(({ slug, number, title }) => (
          <option key={slug} value={slug}>
            {number} {title}
          </option>
        ))}
      </select>
      <button type="submit" className="button small" aria-disabled={action.busy}>
        {text('workshop.jump')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
