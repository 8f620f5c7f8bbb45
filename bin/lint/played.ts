import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type ContentProblem, type Lesson, parseYaml, wrongAnswerSchema } from '@/lib/courses'
import { render } from '@/messages'
import type { TaskResult } from '@/sandbox/exercise'
import type { SandboxProvider } from '@/sandbox/provider'
import { readAnswer } from '../grade/answer'
import { gradeAnswer } from '../grade/grade-answer'
import { missingExplanation } from './explanation'

const untouched = { directory: 'start', files: new Map<string, Uint8Array>() }

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
  for (const kind of ['solution', 'alternative'])
    for (const name of await readdir(join(lesson.directory, kind))) {
      const { outcome, tasks } = await play(kind, name)
      if (outcome !== 'passed')
        yield { file: file(kind, name), message: `this answer should pass: ${firstTrouble(tasks)}` }
    }
  for (const name of await readdir(join(lesson.directory, 'wrong'))) {
    const path = join(lesson.directory, 'wrong', name, 'expect.yaml')
    const expected = parseYaml(path, await readFile(path, 'utf8'), wrongAnswerSchema)
    const { outcome, tasks } = await play('wrong', name)
    const missing =
      outcome === 'failed' ? missingExplanation(expected, tasks) : `this answer should fail, but: ${outcome}`
    if (missing !== undefined) yield { file: file('wrong', name), message: missing }
  }

  async function play(kind: string, name: string) {
    const answer = await readAnswer(join(lesson.directory, kind, name))
    return gradeAnswer({ provider, lesson, answer })
  }
}

function firstTrouble(tasks: readonly TaskResult[]): string {
  const [trouble] = tasks.flatMap(({ id, checks }) =>
    checks.filter(({ outcome }) => outcome !== 'passed').map(({ message }) => `${id}: ${render(message)}`),
  )
  return trouble ?? 'it was not graded'
}
