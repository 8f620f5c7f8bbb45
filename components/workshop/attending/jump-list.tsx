'use client'

import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { jumpTo } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline } from '@/protocol'
import { LessonSelect } from '../lesson-select'

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
      <LessonSelect
        label={text('workshop.jump.to')}
        course={course}
        value={lesson}
        onLesson={setLesson}
        small
      />
      <button type="submit" className="button small" aria-disabled={action.busy}>
        {text('workshop.jump')}
      </button>
      <ActionError action={action} />
    </form>
  )
}
