import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from '@/bin/grade/answer'
import { gradeAnswer } from '@/bin/grade/grade-answer'
import { missingExplanation } from '@/bin/lint/explanation'
import { type Lesson, loadCourses, parseYaml, wrongAnswerSchema } from '@/lib/courses'
import { render } from '@/messages'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import type { TaskResult } from '@/sandbox/exercise'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const namesOf = (lesson: Lesson, kind: string) => readdirSync(join(lesson.directory, kind))

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

async function play(lesson: Lesson, directory: string) {
  const answer = await readAnswer(directory)
  return gradeAnswer({ provider, lesson, answer })
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

  const right = ['solution', 'alternative'].flatMap(kind =>
    namesOf(lesson, kind).map(name => join(kind, name)),
  )
  it.each(right)('%s passes', async path => {
    const { outcome, tasks } = await play(lesson, join(lesson.directory, path))
    expect(troubles(tasks)).toEqual([])
    expect(outcome).toBe('passed')
  })

  it.each(namesOf(lesson, 'wrong'))('wrong/%s fails with the explanation it names', async name => {
    const directory = join(lesson.directory, 'wrong', name)
    const expected = parseYaml(
      join(directory, 'expect.yaml'),
      readFileSync(join(directory, 'expect.yaml'), 'utf8'),
      wrongAnswerSchema,
    )
    const { outcome, tasks } = await play(lesson, directory)
    expect(outcome).toBe('failed')
    expect(troubles(tasks).filter(line => line.includes('inconclusive'))).toEqual([])
    expect(missingExplanation(expected, tasks)).toBeUndefined()
  })
})
