import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import matter from 'gray-matter'
import type { z } from 'zod'
import { type Exercise, exerciseSchema } from '@/sandbox/exercise'
import { frontMatterSchema } from './course-schema'
import { ContentError, throwAllProblems } from './problem'
import { readStartObjects } from './start-objects'
import { parseYaml } from './yaml-file'

export type FrontMatter = z.infer<typeof frontMatterSchema>

export type Lesson = FrontMatter & {
  /** The name of its folder: `05-default-deny-ingress`. */
  slug: string
  /** The first part of the slug: `05`. */
  number: string
  /** The text, without its front matter. */
  mdx: string
  /** How many lines of the file stand before the text. */
  mdxOffset: number
  exercise: Exercise
  /** Files for the learner's home directory when the lesson is opened and they are not there: path to text. */
  home: Readonly<Record<string, string>>
  directory: string
}

/** Reads one lesson's folder; `root` is the content directory, for error messages. Throws `ContentError`. */
export async function loadLesson(root: string, directory: string, slug: string): Promise<Lesson> {
  const reading = [
    required(root, join(directory, 'lesson.mdx')),
    loadExercise(root, directory),
    readHome(join(directory, 'home')),
  ] as const
  throwAllProblems(await Promise.allSettled(reading))
  const [text, exercise, home] = await Promise.all(reading)
  const { content, offset, front } = splitFrontMatter(relative(root, join(directory, 'lesson.mdx')), text)
  return {
    ...front,
    slug,
    number: slug.split('-')[0] ?? slug,
    mdx: content,
    mdxOffset: offset,
    exercise,
    home,
    directory,
  }
}

async function loadExercise(root: string, directory: string): Promise<Exercise> {
  const path = join(directory, 'exercise.yaml')
  const text = parseYaml(relative(root, path), await required(root, path), exerciseSchema)
  const start = await readStartObjects(root, join(directory, 'start'))
  const tasks = await Promise.all(
    text.tasks.map(async task => {
      const own = await readStartObjects(root, join(directory, 'tasks', task.id, 'start'))
      return own.length > 0 ? { ...task, start: own } : task
    }),
  )
  return { ...text, start, tasks }
}

async function required(root: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new ContentError([{ file: relative(root, path), message: 'this file is missing' }])
  })
}

function splitFrontMatter(
  file: string,
  text: string,
): { content: string; offset: number; front: FrontMatter } {
  const { content, matter: front } = matter(text, { engines: { yaml: () => ({}) } })
  if (front === '')
    throw new ContentError([{ file, line: 1, message: 'begin with front matter between lines of "---"' }])
  const offset = text.split('\n').length - content.split('\n').length
  return { content, offset, front: parseYaml(file, front, frontMatterSchema) }
}

async function readHome(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => [])
  const files = entries.filter(entry => entry.isFile())
  const texts = await Promise.all(
    files.map(async entry => {
      const path = join(entry.parentPath, entry.name)
      return [relative(directory, path), await readFile(path, 'utf8')] as const
    }),
  )
  return Object.fromEntries(texts)
}
