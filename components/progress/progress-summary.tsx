import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { text } from '@/components/ui/text'
import type { CourseOutline } from '@/protocol'

/** How much there is to learn. */
export function CourseSize({ course }: { course: CourseOutline }) {
  const minutes = course.lessons.reduce((sum, lesson) => sum + lesson.minutes, 0)
  return (
    <p className="course-size">
      {text('progress.size', {
        lessons: course.lessons.length,
        hours: Math.max(1, Math.round(minutes / 60)),
      })}
    </p>
  )
}

/** How far the learner is. */
export function ProgressSummary({ course }: { course: CourseOutline }) {
  const tasks = course.lessons.flatMap(lesson => lesson.tasks)
  const passed = tasks.filter(task => task.state === 'passed').length
  return (
    <div className="progress-summary">
      <label htmlFor="course-progress">{text('progress.summary', { passed, all: tasks.length })}</label>
      <progress id="course-progress" max={Math.max(1, tasks.length)} value={passed} />
    </div>
  )
}

/** The way back to the exact task. */
export function ContinueLink({ course, large = false }: { course: CourseOutline; large?: boolean }) {
  const at = course.continueAt
  const lesson = course.lessons.find(({ slug }) => slug === at?.lesson)
  const task = lesson?.tasks.find(({ id }) => id === at?.task)
  if (!lesson) return null
  const finished = course.lessons.every(({ passed }) => passed)
  return (
    <div className="continue">
      <Link
        className={`button ${finished ? '' : 'primary'} ${large ? 'large' : ''}`}
        href={`${course.base}/${lesson.slug}`}
        prefetch={false}
      >
        {text(finished ? 'progress.again' : 'progress.continue')}
        <ArrowRight size={18} aria-hidden />
      </Link>
      <p>
        {text('progress.continue.at', {
          number: lesson.number,
          lesson: lesson.title,
          task: task?.title ?? '',
        })}
      </p>
    </div>
  )
}
