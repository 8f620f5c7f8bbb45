import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Lesson, parseManifest } from '@/lib/courses'
import { type StartObject, statements, type Task } from '@/sandbox/exercise'
import { planIntent } from '@/sandbox/grader/plan'
import { flowBetween } from '@/sandbox/grader/proof/judge'
import { createWorld } from '@/sandbox/grader/proof/world'
import { paperCluster } from './paper-cluster'

/** Does a task ask for flows? `intent: {}` asks to change nothing, which is so at the start. */
export const asksForFlows = ({ intent }: Task): boolean =>
  intent !== undefined && Object.values(intent).some(list => list.length > 0)

/** Files that speak about the answer and are no part of it. */
const aside = new Set(['expect.yaml', 'answers.yaml'])

/** Answers that are manifests; those that are scripts or answer questions are played in a cluster (answers.test.ts). */
export function manifestAnswers(lesson: Lesson, kind: string): { name: string; objects: StartObject[] }[] {
  const folder = join(lesson.directory, kind)
  return readdirSync(folder)
    .map(name => ({ name, files: readdirSync(join(folder, name)).filter(file => !aside.has(file)) }))
    .filter(({ files }) => files.length > 0 && !files.includes('answer.sh'))
    .map(({ name, files }) => {
      const objects = files.flatMap(file =>
        parseManifest(file, readFileSync(join(folder, name, file), 'utf8')).map(
          ({ value }) => value as StartObject,
        ),
      )
      return { name, objects }
    })
}

/** The flows that are not as a task means them, by the engine alone. */
export async function wrongFlows(
  { exercise }: Lesson,
  taskId: string,
  answer: readonly StartObject[],
): Promise<string[]> {
  const task = exercise.tasks.find(({ id }) => id === taskId)
  if (!task?.intent) return []
  const list = statements(task.intent, exercise.roles)
  const start = task.start ?? exercise.start
  const state = paperCluster(start, answer)
  const world = createWorld({ exercise, start, state, statements: list })
  const plan = await planIntent(world, list, {
    namespace: exercise.namespace,
    state,
    roles: exercise.roles,
    checks: task.checks,
  })
  const cells = plan.cells.filter(
    ({ from, to, port, expectation }) =>
      world.after.verdict(flowBetween(from, to, port)).allowed !== (expectation.verdict === 'allowed'),
  )
  return [...cells, ...plan.beyond].map(
    ({ from, to, port, expectation }) =>
      `${from.label} -> ${to.label}:${port.port}/${port.protocol} must be ${expectation.verdict}`,
  )
}
