import { useId } from 'react'
import type { CourseOutline } from '@/protocol'

type LessonSelectProps = {
  label: string
  course: CourseOutline
  value: string
  onLesson: (lesson: string) => void
  /** May be none. */
  optional?: boolean
  /** In a row with its label. */
  small?: boolean
}

/** Names a lesson of the workshop. */
export function LessonSelect({ label, course, value, onLesson, optional, small }: LessonSelectProps) {
  const id = useId()
  const select = (
    <select
      id={id}
      className={small ? 'field small' : 'field'}
      value={value}
      onChange={event => onLesson(event.target.value)}
    >
      {optional && <option value="">–</option>}
      {course.lessons.map(({ slug, number, title }) => (
        <option key={slug} value={slug}>
          {number} {title}
        </option>
      ))}
    </select>
  )
  const named = <label htmlFor={id}>{label}</label>
  return small ? (
    <>
      {named}
      {select}
    </>
  ) : (
    <div className="form-field">
      {named}
      {select}
    </div>
  )
}
