'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
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
  const minutesOf = (slug: string) => course.lessons.find(lesson => lesson.slug === slug)?.minutes ?? 0
  const minutes = lessons.reduce((sum, slug) => sum + minutesOf(slug), 0)
  const picked = lessons.flatMap(slug => course.lessons.find(lesson => lesson.slug === slug) ?? [])
  const others = course.lessons.filter(({ slug }) => !lessons.includes(slug))
  const move = (slug: string, by: number) => {
    const from = lessons.indexOf(slug)
    const rest = lessons.filter(one => one !== slug)
    onLessons(rest.toSpliced(from + by, 0, slug))
  }
  const toggle = (slug: string) =>
    onLessons(lessons.includes(slug) ? lessons.filter(one => one !== slug) : [...lessons, slug])
  return (
    <fieldset className="lesson-picker">
      <legend>{text('workshop.lessons', { count: lessons.length, minutes })}</legend>
      <ul className="plain-list">
        {[...picked, ...others].map(({ slug, number, title }) => {
          const at = lessons.indexOf(slug)
          const name = `${number} ${title}`
          return (
            <li key={slug}>
              <label>
                <input type="checkbox" checked={at >= 0} onChange={() => toggle(slug)} /> {name}
              </label>
              {at >= 0 && (
                <span className="lesson-picker-moves">
                  <button
                    type="button"
                    className="button quiet small"
                    aria-label={text('workshop.lesson.earlier', { lesson: name })}
                    disabled={at === 0}
                    onClick={() => move(slug, -1)}
                  >
                    <ArrowUp size={14} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className="button quiet small"
                    aria-label={text('workshop.lesson.later', { lesson: name })}
                    disabled={at === lessons.length - 1}
                    onClick={() => move(slug, 1)}
                  >
                    <ArrowDown size={14} aria-hidden />
                  </button>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
