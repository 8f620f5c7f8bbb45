'use client'

import { useState } from 'react'
import { leaveFor } from '@/components/people/session'
import { createWorkshop } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { Field } from '@/components/ui/field'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { CourseOutline } from '@/protocol'
import { LessonPicker } from './lesson-picker'

/** Makes a workshop and goes to it. */
export function CreateForm({ courses }: { courses: readonly CourseOutline[] }) {
  const [course, setCourse] = useState(courses[0])
  const [title, setTitle] = useState('')
  const [capacity, setCapacity] = useState('30')
  const [startsAt, setStartsAt] = useState('')
  const [signIn, setSignIn] = useState(false)
  const [lessons, setLessons] = useState(() => slugsOf(courses[0]))
  const action = useAction()
  if (!course) return null
  return (
    <form
      className="form wide"
      onSubmit={action.submit(async () => {
        const made = await createWorkshop({
          ...{ title, lessons, signIn, course: course.slug, capacity: Number(capacity) },
          startsAt: startsAt === '' ? null : new Date(startsAt).toISOString(),
        })
        leaveFor(`/workshops/${made.id}`)
      })}
    >
      <Field label={text('workshop.title')} value={title} onText={setTitle} required maxLength={120} />
      {courses.length > 1 && (
        <div className="form-field">
          <label htmlFor="workshop-course">{text('workshop.course')}</label>
          <select
            id="workshop-course"
            className="field"
            value={course.slug}
            onChange={event => {
              const chosen = courses.find(({ slug }) => slug === event.target.value)
              setCourse(chosen)
              setLessons(slugsOf(chosen))
            }}
          >
            {courses.map(one => (
              <option key={one.slug} value={one.slug}>
                {one.title}
              </option>
            ))}
          </select>
        </div>
      )}
      <LessonPicker key={course.slug} course={course} lessons={lessons} onLessons={setLessons} />
      <Field
        label={text('workshop.capacity')}
        type="number"
        min={1}
        max={500}
        value={capacity}
        onText={setCapacity}
        required
      />
      <Field
        label={text('workshop.starts')}
        hint={text('workshop.starts.hint')}
        type="datetime-local"
        value={startsAt}
        onText={setStartsAt}
      />
      <label className="form-check">
        <input type="checkbox" checked={signIn} onChange={event => setSignIn(event.target.checked)} />
        {text('workshop.sign-in')}
      </label>
      <button type="submit" className="button primary" aria-disabled={action.busy}>
        {text('workshop.create')}
      </button>
      <ActionError action={action} />
    </form>
  )
}

const slugsOf = (course: CourseOutline | undefined) => course?.lessons.map(({ slug }) => slug) ?? []
