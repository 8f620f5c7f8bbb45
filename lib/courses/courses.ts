import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { courseSchema } from './course-schema'
import { type Lesson, loadLesson } from './lesson'
import { ContentError, throwAllProblems } from './problem'
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
 * Reads every course of content directories: each folder with a `course.yaml`, or the directory itself if it has one
 * (a checkout of one course). Content is data, read when asked for: a change needs no build. Throws `ContentError`
 * with everything that is wrong.
 */
export async function loadCourses(roots: string | readonly string[]): Promise<Course[]> {
  const loaded = await Promise.allSettled([roots].flat().map(root => loadRoot(resolve(root))))
  throwAllProblems(loaded)
  const courses = loaded.flatMap(result => (result.status === 'fulfilled' ? result.value : []))
  const slugs = courses.map(({ slug }) => slug)
  const twice = slugs.filter((slug, index) => slugs.indexOf(slug) < index)
  if (twice.length > 0)
    throw new ContentError(
      twice.map(slug => ({ file: slug, message: 'two courses have this folder name: rename one' })),
    )
  return courses
}

async function loadRoot(root: string): Promise<Course[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  if (isCourse(root)) return [await loadCourse(dirname(root), basename(root))]
  const folders = entries
    .filter(entry => entry.isDirectory() && isCourse(join(root, entry.name)))
    .map(({ name }) => name)
    .sort()
  if (folders.length === 0)
    throw new ContentError([
      { file: root, message: 'no course here: a course is a folder with a course.yaml' },
    ])
  const loaded = await Promise.allSettled(folders.map(name => loadCourse(root, name)))
  throwAllProblems(loaded)
  return loaded.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
}

const isCourse = (folder: string) => existsSync(join(folder, 'course.yaml'))

async function loadCourse(root: string, slug: string): Promise<Course> {
  const path = join(root, slug, 'course.yaml')
  const file = relative(root, path)
  const text = await readFile(path, 'utf8')
  const course = parseYaml(file, text, courseSchema)
  const loaded = await Promise.allSettled(
    course.lessons.map(lesson => loadLesson(root, join(root, slug, lesson), lesson)),
  )
  throwAllProblems(loaded)
  const lessons = loaded.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  return { ...course, slug, lessons }
}
