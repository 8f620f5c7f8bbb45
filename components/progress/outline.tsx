import { Check } from 'lucide-react'
import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'

type OutlineProps = { course: CourseOutline; current?: string; detailed?: boolean }

type Lesson = CourseOutline['lessons'][number]

const stateOf = (lesson: Lesson) => (lesson.passed ? 'passed' : lesson.opened ? 'opened' : 'new')

/** The lessons of a course with what was done in each. */
export function Outline({ course, current, detailed = false }: OutlineProps) {
  return (
    <ol className="outline" data-detailed={detailed}>
      {course.lessons.map(lesson => {
        const passed = lesson.tasks.filter(task => task.state === 'passed').length
        return (
          <li key={lesson.slug} data-state={stateOf(lesson)}>
            <Link
              href={`/courses/${course.slug}/${lesson.slug}`}
              aria-current={lesson.slug === current ? 'page' : undefined}
              prefetch={false}
            >
              <span className="outline-number" aria-hidden>
                {lesson.passed ? <Check size={15} strokeWidth={3} /> : lesson.number}
              </span>
              <span className="outline-words">
                <span className="outline-title">{lesson.title}</span>
                {detailed && <span className="outline-summary">{lesson.summary}</span>}
              </span>
              <span className="outline-meta">
                {lesson.tasks.length > 0 && passed > 0
                  ? text('progress.tasks', { passed, all: lesson.tasks.length })
                  : text('progress.minutes', { minutes: lesson.minutes })}
                <span className="visually-hidden">, {text(`progress.${stateOf(lesson)}`)}</span>
              </span>
            </Link>
          </li>
        )
      })}
    </ol>
  )
}
