import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lesson } from './lesson'

/** Right answers, right ones written differently, wrong ones. */
export const answerKinds = ['solution', 'alternative', 'wrong'] as const
export type AnswerKind = (typeof answerKinds)[number]

export type AnswerFolder = {
  kind: AnswerKind
  /** From the lesson's folder: `wrong/label-typo`, `tasks/mend/solution/one-dash`. */
  name: string
  directory: string
  /** It answers this task alone, else every task of the lesson. */
  task?: string
}

/** Where a lesson's answers lie: those to the whole lesson, then those to one task of it. */
export async function answerFolders({ directory, exercise }: Lesson): Promise<AnswerFolder[]> {
  const places = [
    { folder: '.', task: {} },
    ...exercise.tasks.map(({ id }) => ({ folder: join('tasks', id), task: { task: id } })),
  ]
  const found = places.flatMap(({ folder, task }) =>
    answerKinds.map(async kind => {
      const entries = await readdir(join(directory, folder, kind), { withFileTypes: true }).catch(() => [])
      return entries
        .filter(entry => entry.isDirectory())
        .map(entry => join(folder, kind, entry.name))
        .map(name => ({ kind, name, directory: join(directory, name), ...task }))
    }),
  )
  return (await Promise.all(found)).flat()
}
