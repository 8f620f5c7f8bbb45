'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'

type LessonPickerProps = {
  course: CourseOutline
  /** Those that are picked, in their order. */
  lessons: readonly string[]
  onLessons: (lessons: string[]) => void
}

/** Which lessons a workshop has, and in which order. */
export function LessonPicker({ course, lessons, onLessons }: LessonPickerProps) {
  const [order, setOrder] = useState<readonly string[]>(() => course.lessons.map(({ slug }) => slug))
  const known = new Map(course.lessons.map(lesson => [lesson.slug, lesson]))
  const minutes = lessons.reduce((sum, slug) => sum + (known.get(slug)?.minutes ?? 0), 0)
  const isPicked = (slug: string) => lessons.includes(slug)
  const toggle = (slug: string) =>
    onLessons(order.filter(one => (one === slug ? !isPicked(one) : isPicked(one))))
  const move = (slug: string, by: number) => {
    const from = order.indexOf(slug)
    const moved = order.filter(one => one !== slug).toSpliced(from + by, 0, slug)
    setOrder(moved)
    onLessons(moved.filter(isPicked))
  }
  return (
    <fieldset className="lesson-picker">
      <legend>{text('workshop.lessons', { count: lessons.length, minutes })}</legend>
      <div className="lesson-picker-all">
        <button type="button" className="button quiet small" onClick={() => onLessons([...order])}>
          {text('workshop.lessons.all')}
        </button>
        <button type="button" className="button quiet small" onClick={() => onLessons([])}>
          {text('workshop.lessons.clear')}
        </button>
      </div>
      <ul className="plain-list">
        {order.map((slug, index) => {
          const lesson = known.get(slug)
          const name = `${lesson?.number} ${lesson?.title}`
          const moveButton = (by: -1 | 1) => (
            <button
              type="button"
              className="button quiet small"
              aria-label={text(by < 0 ? 'workshop.lesson.earlier' : 'workshop.lesson.later', {
                lesson: name,
              })}
              disabled={order[index + by] === undefined}
              onClick={() => move(slug, by)}
            >
              {by < 0 ? <ArrowUp size={14} aria-hidden /> : <ArrowDown size={14} aria-hidden />}
            </button>
          )
          return (
            <li key={slug}>
              <label>
                <input type="checkbox" checked={isPicked(slug)} onChange={() => toggle(slug)} /> {name}
              </label>
              <span className="lesson-picker-moves">
                {moveButton(-1)}
                {moveButton(1)}
              </span>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
