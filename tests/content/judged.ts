import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AnswerFolder, type AnswerKind, answerFolders, type Lesson, parseManifest } from '@/lib/courses'
import { paperCluster } from '@/lib/courses/diagrams/paper-cluster'
import { exerciseOf, type Mistake, type StartObject, statements, type Task } from '@/sandbox/exercise'
import { sideFlows, sidesOf } from '@/sandbox/grader/checks/side'
import { mistakesOf } from '@/sandbox/grader/mistakes'
import { planIntent } from '@/sandbox/grader/plan'
import { flowBetween } from '@/sandbox/grader/proof/judge'
import { createWorld } from '@/sandbox/grader/proof/world'

/** Does a task ask for flows? An intent that opens and closes nothing asks to change nothing, which is so at the start. */
const asksForFlows = ({ intent }: Task): boolean =>
  intent !== undefined && intent.allow.length + intent.block.length > 0

/** Files that speak about the answer and are no part of it. */
const aside = new Set(['answers.yaml', 'expect.yaml'])

export type ManifestAnswer = AnswerFolder & { objects: StartObject[] }

/** Answers that are manifests; those that are scripts or answer questions are played in a cluster (answers.test.ts). */
export async function manifestAnswers(lesson: Lesson, ...kinds: AnswerKind[]): Promise<ManifestAnswer[]> {
  const folders = await answerFolders(lesson)
  return folders
    .filter(({ kind, directory }) => kinds.includes(kind) && !existsSync(join(directory, 'answer.sh')))
    .map(folder => ({ folder, files: readdirSync(folder.directory).filter(file => !aside.has(file)) }))
    .filter(({ files }) => files.length > 0)
    .map(({ folder, files }) => {
      const objects = files.flatMap(file =>
        parseManifest(file, readFileSync(join(folder.directory, file), 'utf8')).map(
          ({ value }) => value as StartObject,
        ),
      )
      return { ...folder, objects }
    })
}

/** The tasks of a lesson that the engine can judge; for an answer, those that it answers. */
export const judgedTasks = ({ exercise }: Lesson, answer?: ManifestAnswer): string[] =>
  exercise.tasks
    .filter(task => asksForFlows(task) && (task.start ?? exercise.start).length > 0)
    .map(({ id }) => id)
    .filter(id => answer?.task === undefined || answer.task === id)

export type Judged = { wrong: string[]; mistakes: Mistake[] }

/**
 * The flows that are not as a task means them, and what is said to be wrong, by the engine alone. The answer takes the place of objects of the start
 * that are called the same, and of those that are called like one of `replaced`.
 */
export async function judgedAnswer(
  lesson: Lesson,
  taskId: string,
  answer: readonly StartObject[],
  replaced: readonly StartObject[] = answer,
): Promise<Judged> {
  const exercise = exerciseOf(lesson.exercise, taskId)
  const [task] = exercise?.tasks ?? []
  if (!exercise || !task?.intent) return { wrong: [], mistakes: [] }
  const { roles, namespace, start } = exercise
  const list = statements(task.intent, roles)
  const names = new Set(replaced.map(nameOf))
  const state = paperCluster(
    start.filter(object => !names.has(nameOf(object))),
    answer,
  )
  const world = createWorld({ exercise, start, state, statements: list })
  const plan = await planIntent(world, list, { namespace, state, roles, checks: task.checks })
  const cells = plan.cells.filter(
    ({ from, to, port, expectation }) =>
      world.after.verdict(flowBetween(from, to, port)).allowed !== (expectation.verdict === 'allowed'),
  )
  const closed = task.checks.flatMap(check =>
    check.kind === 'side' ? sidesOf(check, world, roles).filter(({ open }) => !open) : [],
  )
  const wrong = [
    ...[...cells, ...plan.beyond].map(
      ({ from, to, port, expectation }) =>
        `${from.label} -> ${to.label}:${port.port}/${port.protocol} must be ${expectation.verdict}`,
    ),
    ...closed.map(({ from, to }) => `${from.label} -> ${to.label} must be open on one side`),
  ]
  return {
    wrong,
    mistakes:
      wrong.length > 0
        ? mistakesOf([...plan.meant, ...sideFlows(task.checks, world, roles)], world, { state, roles })
        : [],
  }
}

export const wrongFlows = async (...asked: Parameters<typeof judgedAnswer>): Promise<string[]> =>
  (await judgedAnswer(...asked)).wrong

const nameOf = ({ kind, metadata }: StartObject) => `${kind} ${metadata?.namespace} ${metadata?.name}`
