import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { answerFolders, answerKinds } from './answers'
import { type Course, loadCourses } from './courses'
import { readDiagrams } from './diagrams'
import { wrongAnswerSchema } from './expectation'
import type { Lesson } from './lesson'
import { exerciseProblems } from './lint/exercise'
import { mdxProblems } from './lint/mdx'
import { imageProblems } from './lint/names'
import { textProblems } from './lint/text'
import { ContentError, type ContentProblem } from './problem'
import { parseYaml } from './yaml-file'

/**
 * What is wrong with the content beyond its shape: flows that name nobody, roles that no start pod plays, links and
 * file names that lead nowhere, answers that are missing. Everything at once; no problems, no lines.
 */
export async function lintContent(root: string): Promise<ContentProblem[]> {
  let courses: Course[]
  try {
    courses = await loadCourses(root)
  } catch (error) {
    if (error instanceof ContentError) return [...error.problems]
    throw error
  }
  const problems = await Promise.all(
    courses.flatMap(course =>
      course.lessons.map(async lesson => [
        ...exerciseProblems(fileOf(root, lesson, 'exercise.yaml'), lesson),
        ...textProblems(fileOf(root, lesson, 'lesson.mdx'), lesson, course.lessons),
        ...(await mdxProblems(fileOf(root, lesson, 'lesson.mdx'), lesson)),
        ...(await readDiagrams(lesson, fileOf(root, lesson, 'lesson.mdx'))).problems,
        ...imageProblems(root, lesson),
        ...(await answerProblems(root, lesson)),
      ]),
    ),
  )
  return problems.flat()
}

const fileOf = (root: string, { directory }: Lesson, name: string) => relative(root, join(directory, name))

/** How many answers a lesson must bring along, and what a wrong one must say of itself. */
const least = { solution: 1, alternative: 2, wrong: 5 }

async function answerProblems(root: string, lesson: Lesson): Promise<ContentProblem[]> {
  const answers = await answerFolders(lesson)
  const tooFew = answerKinds
    .filter(kind => answers.filter(answer => answer.kind === kind).length < least[kind])
    .map(kind => ({
      file: fileOf(root, lesson, kind),
      message: `${least[kind]} or more answers belong here, a directory each`,
    }))
  const problems = await Promise.all(
    answers.map(async ({ kind, directory }) => {
      const files = await readdir(directory)
      const isAnswer = files.some(
        one => one === 'answer.sh' || (/\.ya?ml$/.test(one) && one !== 'expect.yaml'),
      )
      const file = relative(root, directory)
      return [
        ...(isAnswer ? [] : [{ file, message: 'an answer is YAML to apply, or an answer.sh' }]),
        ...(kind === 'wrong' ? await expectationProblems(root, directory) : []),
      ]
    }),
  )
  return [...tooFew, ...problems.flat()]
}

async function expectationProblems(root: string, answer: string): Promise<ContentProblem[]> {
  const path = join(answer, 'expect.yaml')
  const file = relative(root, path)
  try {
    parseYaml(file, await readFile(path, 'utf8'), wrongAnswerSchema)
    return []
  } catch (error) {
    if (error instanceof ContentError) return [...error.problems]
    return [{ file, message: 'a wrong answer names here the explanation that it gets' }]
  }
}
