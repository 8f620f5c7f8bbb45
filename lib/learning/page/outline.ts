import type { Course, Lesson } from '@/lib/courses'
import type { CourseOutline } from '@/protocol'
import type { CourseProgress } from '../progress'

/** Where the pages of a course are. */
export const coursePath = (slug: string) => `/courses/${slug}`

/** A course with one person's progress, for the course page and the outline beside a lesson. */
export function outlineOf(
  course: Course,
  progress: CourseProgress,
  base = coursePath(course.slug),
): CourseOutline {
  const lessons = course.lessons.map(({ slug, number, title, minutes, summary, exercise }) => {
    const tasks = exercise.tasks.map(({ id, title }) => ({ id, title, state: progress.state(slug, id) }))
    return {
      slug,
      number,
      title,
      minutes,
      summary,
      tasks,
      opened: progress.opened.includes(slug),
      passed: tasks.every(({ state }) => state === 'passed'),
    }
  })
  const { slug, title, description, start } = course
  return { slug, base, title, description, start, lessons, continueAt: continueAt(course, progress) }
}

/** The first task not passed of the lesson opened last, or of the next lesson that has one. */
function continueAt(course: Course, progress: CourseProgress): CourseOutline['continueAt'] {
  const [last] = progress.opened
  const from = course.lessons.findIndex(({ slug }) => slug === last)
  if (from < 0) return null
  for (const lesson of [...course.lessons.slice(from), ...course.lessons.slice(0, from)]) {
    const task = lesson.exercise.tasks.find(({ id }) => progress.state(lesson.slug, id) !== 'passed')
    if (task) return { lesson: lesson.slug, task: task.id }
  }
  const first = course.lessons[from]?.exercise.tasks[0]
  return last !== undefined && first ? { lesson: last, task: first.id } : null
}

/** The task to show first: the first not passed, else the first. */
export function taskToShow({ slug, exercise }: Lesson, progress: CourseProgress): string {
  const { tasks } = exercise
  return (tasks.find(({ id }) => progress.state(slug, id) !== 'passed') ?? tasks[0])!.id
}
