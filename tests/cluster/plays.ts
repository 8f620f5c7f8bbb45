import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answer, readAnswer } from '@/bin/grade/answer'
import {
  type AnswerKind,
  answerFolders,
  type Lesson,
  parseYaml,
  type WrongAnswer,
  wrongAnswerSchema,
} from '@/lib/courses'

/** One answer of one lesson, to be played. */
export type Play = {
  lesson: Lesson
  name: string
  kind: AnswerKind
  answer: Answer
  task?: string
  /** What a wrong answer must be told. */
  expected?: WrongAnswer
}

export async function playsOf(lesson: Lesson): Promise<Play[]> {
  const folders = await answerFolders(lesson)
  return Promise.all(
    folders.map(async ({ directory, kind, name, task }) => ({
      ...{ lesson, name, kind, answer: await readAnswer(directory) },
      ...(task !== undefined && { task }),
      ...(kind === 'wrong' && {
        expected: parseYaml(
          directory,
          readFileSync(join(directory, 'expect.yaml'), 'utf8'),
          wrongAnswerSchema,
        ),
      }),
    })),
  )
}
