import type { Log } from '@/lib/operations/log'
import { type Course, type Lesson, loadCourses } from '.'

/** Where courses come from. Null: there is no such course. */
export interface CourseSource {
  course(slug: string): Promise<Course | null>
  all(): Promise<readonly Course[]>
}

/** Milliseconds for which content that was read is taken as current: an author sees a change at once, a class reads once. */
export const fresh = 1_000

/**
 * Courses as they are in the content directories now. Rejects with `ContentError` when they cannot be read at first;
 * later, while somebody edits them, the last that could be read are used and the mistake is logged.
 */
export async function openCourses(roots: string | readonly string[], log: Log): Promise<CourseSource> {
  let courses = await loadCourses(roots)
  let readAt = Date.now()
  let reading: Promise<void> | undefined
  const read = async () => {
    try {
      courses = await loadCourses(roots)
    } catch (error) {
      log.error('content.unreadable', { error })
    }
    readAt = Date.now()
    reading = undefined
  }
  const all = async () => {
    if (Date.now() - readAt > fresh) {
      reading ??= read()
      await reading
    }
    return courses
  }
  return {
    all,
    course: async slug => (await all()).find(course => course.slug === slug) ?? null,
  }
}

export const lessonOf = (course: Course | null, slug: string): Lesson | undefined =>
  course?.lessons.find(lesson => lesson.slug === slug)

export const taskOf = ({ exercise }: Lesson, id: string) => exercise.tasks.find(task => task.id === id)

/** Names the start state of a task: the lesson's, or its own. */
export const startKey = (lesson: Lesson, task: string): string =>
  taskOf(lesson, task)?.start ? `${lesson.slug}/${task}` : lesson.slug
