import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Lesson, loadCourses, parseManifest } from '@/lib/courses'
import { type StartObject, statements } from '@/sandbox/exercise'
import { planIntent } from '@/sandbox/grader/plan'
import { flowBetween } from '@/sandbox/grader/proof/judge'
import { createWorld } from '@/sandbox/grader/proof/world'
import { paperCluster } from './paper-cluster'

const courses = await loadCourses('content')
const lessons = courses.flatMap(course => course.lessons)

/** Answers that are manifests; those that are scripts are played in a cluster (answers.test.ts). */
function answers(lesson: Lesson, kind: string) {
  const folder = join(lesson.directory, kind)
  return readdirSync(folder)
    .filter(name => !existsSync(join(folder, name, 'answer.sh')))
    .map(name => {
      const files = readdirSync(join(folder, name)).filter(file => file !== 'expect.yaml')
      const objects = files.flatMap(file =>
        parseManifest(file, readFileSync(join(folder, name, file), 'utf8')).map(
          ({ value }) => value as StartObject,
        ),
      )
      return { name, objects }
    })
}

async function wrongs(
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

describe.each(lessons.filter(({ exercise }) => exercise.start.length > 0))(
  '$slug, by the engine alone',
  lesson => {
    const judged = lesson.exercise.tasks.filter(({ intent }) => intent)

    it.each(judged)('$id is not passed at the start', ({ id }) => {
      expect(wrongs(lesson, id, [])).not.toEqual([])
    })

    it.each([...answers(lesson, 'solution'), ...answers(lesson, 'alternative')])(
      '$name is right',
      async ({ objects }) => {
        for (const { id } of judged) expect(await wrongs(lesson, id, objects)).toEqual([])
      },
    )

    it.each(answers(lesson, 'wrong'))('$name is wrong', async ({ objects }) => {
      const found = await Promise.all(judged.map(({ id }) => wrongs(lesson, id, objects)))
      expect(found.flat()).not.toEqual([])
    })
  },
)
