import { fileURLToPath } from 'node:url'
import { type Lesson, loadCourses } from '@/lib/courses'
import { surroundingsOf } from '@/sandbox/exercise'
import type { StartState } from '@/sandbox/provider'

/** A lesson of the course `network-policies`, by its slug. */
export async function lessonCalled(slug: string): Promise<Lesson> {
  const courses = await loadCourses(fileURLToPath(new URL('../content', import.meta.url)))
  const lesson = courses.flatMap(({ lessons }) => lessons).find(one => one.slug === slug)
  if (!lesson) throw new Error(`there is no lesson ${slug}`)
  return lesson
}

export const startOf = ({ exercise }: Lesson): StartState => ({
  ...surroundingsOf(exercise),
  objects: exercise.start,
})
