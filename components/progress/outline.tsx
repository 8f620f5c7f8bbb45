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
      {course.lessons.map(lesson => (
        <li
          key={lesson.slug}
          data-state={stateOf(lesson)}
          data-next={lesson.slug === course.continueAt?.lesson && !lesson.passed}
        >
          <Link
            href={`${course.base}/${lesson.slug}`}
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
              <TaskPips tasks={lesson.tasks} />
              <span className="outline-minutes">{text('progress.minutes', { minutes: lesson.minutes })}</span>
              <span className="visually-hidden">, {text(`progress.${stateOf(lesson)}`)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

/** A dot for each of several tasks, filled when it was passed. */
function TaskPips({ tasks }: { tasks: Lesson['tasks'] }) {
  const passed = tasks.filter(({ state }) => state === 'passed').length
  if (tasks.length < 2) return null
  return (
    <span className="pips" role="img" aria-label={text('progress.tasks', { passed, all: tasks.length })}>
      {tasks.map(({ id, state }) => (
        <span key={id} data-passed={state === 'passed'} />
      ))}
    </span>
  )
}
