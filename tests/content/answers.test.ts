import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from '@/bin/grade/answer'
import { gradeAnswer } from '@/bin/grade/grade-answer'
import { missingExplanation } from '@/bin/lint/explanation'
import {
  type AnswerFolder,
  answerFolders,
  type Lesson,
  loadCourses,
  parseYaml,
  wrongAnswerSchema,
} from '@/lib/courses'
import { render } from '@/messages'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import type { TaskResult } from '@/sandbox/exercise'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const answers = new Map(
  await Promise.all(lessons.map(async lesson => [lesson, await answerFolders(lesson)] as const)),
)

/** What went wrong, for whoever reads the failed test. */
const troubles = (tasks: readonly TaskResult[]) =>
  tasks.flatMap(({ id, checks }) =>
    checks
      .filter(({ outcome }) => outcome !== 'passed')
      .map(
        check =>
          `${id} ${check.id} ${check.outcome} (${check.computed}, ${check.observed}): ${render(check.message)}`,
      ),
  )

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

async function play(lesson: Lesson, { directory, task }: AnswerFolder) {
  const answer = await readAnswer(directory)
  return gradeAnswer({ provider, lesson, answer, task })
}

/** A script, so that what asks to be tried is graded as well. */
const nothing = { directory: 'nothing', files: new Map([['answer.sh', new Uint8Array()]]) }

describe.each(lessons)('$slug in a cluster', lesson => {
  it('passes no task at the start', async () => {
    for (const { id } of lesson.exercise.tasks) {
      const { outcome } = await gradeAnswer({
        provider,
        lesson,
        answer: { ...nothing, quiz: { [id]: {} } },
        task: id,
      })
      expect(outcome, id).toBe('failed')
    }
  })

  const all = answers.get(lesson) ?? []
  it.each(all.filter(({ kind }) => kind !== 'wrong'))('$name passes', async folder => {
    const { outcome, tasks } = await play(lesson, folder)
    expect(troubles(tasks)).toEqual([])
    expect(outcome).toBe('passed')
  })

  const wrong = all.filter(({ kind }) => kind === 'wrong')
  it.each(wrong)('$name fails with the explanation it names', async folder => {
    const path = join(folder.directory, 'expect.yaml')
    const expected = parseYaml(path, readFileSync(path, 'utf8'), wrongAnswerSchema)
    const { outcome, tasks } = await play(lesson, folder)
    expect(outcome).toBe('failed')
    expect(troubles(tasks).filter(line => line.includes('inconclusive'))).toEqual([])
    expect(missingExplanation(expected, tasks)).toBeUndefined()
  })
})
