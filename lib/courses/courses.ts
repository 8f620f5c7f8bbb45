import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { courseSchema } from './course-schema'
import { type Lesson, loadLesson } from './lesson'
import { ContentError, type ContentProblem, throwAllProblems } from './problem'
import { parseYaml } from './yaml-file'

export type Course = {
  /** The name of its folder: `network-policies`. */
  slug: string
  title: string
  description: string
  /** The slug of the lesson where "Start now" begins. */
  start: string
  lessons: readonly Lesson[]
}

/**
 * Reads every course of a content directory: each folder with a `course.yaml`. Content is data, read when asked for:
 * a change needs no build. Throws `ContentError` with everything that is wrong.
 */
export async function loadCourses(root: string): Promise<Course[]> {
  const folders = (await readdir(root, { withFileTypes: true })).filter(entry => entry.isDirectory())
  const problems: ContentProblem[] = []
  const courses: Course[] = []
  for (const { name } of folders.sort((one, other) => one.name.localeCompare(other.name)))
    try {
      courses.push(await loadCourse(root, name))
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      problems.push(...error.problems)
    }
  if (problems.length > 0) throw new ContentError(problems)
  return courses
}

async function loadCourse(root: string, slug: string): Promise<Course> {
  const path = join(root, slug, 'course.yaml')
  const file = relative(root, path)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ContentError([{ file, message: 'a course needs this file' }])
  })
  const course = parseYaml(file, text, courseSchema)
  const loaded = await Promise.allSettled(
    course.lessons.map(lesson => loadLesson(root, join(root, slug, lesson), lesson)),
  )
  throwAllProblems(loaded)
  const lessons = loaded.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  return { ...course, slug, lessons }
}
