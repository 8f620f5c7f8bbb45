import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { answerFolders, type ContentProblem, type Lesson, parseYaml, wrongAnswerSchema } from '@/lib/courses'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'
import type { SandboxProvider } from '@/sandbox/provider'
import { readAnswer } from '../grade/answer'
import { gradeAnswer } from '../grade/grade-answer'
import { missingExplanation } from './explanation'

/** A script that does nothing, so that what asks to be tried is graded as well. */
const untouched = { directory: 'start', files: new Map([['answer.sh', new Uint8Array()]]) }

/** What playing a lesson's answers shows: starts and wrong answers that pass, right ones that do not. */
export async function* playedProblems(
  provider: SandboxProvider,
  lesson: Lesson,
): AsyncGenerator<ContentProblem> {
  const file = (...path: string[]) => relative(process.cwd(), join(lesson.directory, ...path))
  for (const { id } of lesson.exercise.tasks) {
    const { outcome } = await gradeAnswer({
      provider,
      lesson,
      answer: { ...untouched, quiz: { [id]: {} } },
      task: id,
    })
    if (outcome === 'passed')
      yield { file: file('exercise.yaml'), message: `tasks.${id}: it passes before anybody did anything` }
  }
  for (const folder of await answerFolders(lesson)) {
    const { kind, name, directory, task } = folder
    const answer = await readAnswer(directory)
    const { outcome, tasks } = await gradeAnswer({ provider, lesson, answer, task })
    if (kind !== 'wrong') {
      if (outcome !== 'passed')
        yield { file: file(name), message: `this answer should pass: ${firstTrouble(tasks)}` }
      continue
    }
    const path = join(directory, 'expect.yaml')
    const expected = parseYaml(path, await readFile(path, 'utf8'), wrongAnswerSchema)
    const missing =
      outcome === 'failed' ? missingExplanation(expected, tasks) : `this answer should fail, but: ${outcome}`
    if (missing !== undefined) yield { file: file(name), message: missing }
  }
}

function firstTrouble(tasks: readonly TaskResult[]): string {
  const [trouble] = tasks.flatMap(({ id, checks }) =>
    checks.filter(({ outcome }) => outcome !== 'passed').map(({ message }) => `${id}: ${render(message)}`),
  )
  return trouble ?? 'it was not graded'
}
