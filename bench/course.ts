import { readAnswer } from '@/bin/grade/answer'
import { gradeAnswer } from '@/bin/grade/grade-answer'
import { answerFolders, contentDirectories, type Lesson, loadCourses } from '@/lib/courses'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import { exerciseOf, statements } from '@/sandbox/exercise'
import { readClusterState } from '@/sandbox/grader/cluster-state'
import { type GradeRequest, grade } from '@/sandbox/grader/grade'
import { judge } from '@/sandbox/grader/proof/judge'
import { createWorld } from '@/sandbox/grader/proof/world'
import type { Measurement } from './main'
import { percentile } from './statistics'

const runs = 5

type Samples = { grading: number[]; proof: number[] }

/**
 * A check of each lesson's first task that a manifest can pass, its solution applied, and one of its wrong answers: the
 * grading alone, and of it the proof over everybody who could come.
 */
export async function measure(): Promise<Measurement[]> {
  const lessons = (await loadCourses(contentDirectories(undefined))).flatMap(course => course.lessons)
  const provider = await createEmbeddedProvider()
  const row = (what: string, samples: readonly number[], target: string): Measurement[] =>
    samples.length === 0 ? [] : [{ what, value: percentile(samples, 0.5), unit: 'ms', target }]
  try {
    const measurements: Measurement[] = []
    for (const lesson of lessons) {
      const { slug } = lesson
      const right = await gradings(provider, lesson, 'solution')
      const wrong = await gradings(provider, lesson, 'wrong')
      measurements.push(
        ...row(`${slug}: p50`, right.grading, 'under 500'),
        ...row(`${slug}: wrong answer, p50`, wrong.grading, 'under 500'),
        ...row(`${slug}: proof, p50`, right.proof, 'under 200'),
        ...row(`${slug}: proof of a wrong answer, p50`, wrong.proof, 'under 200'),
      )
    }
    return measurements
  } finally {
    await provider.close()
  }
}

async function gradings(
  provider: EmbeddedProvider,
  lesson: Lesson,
  kind: 'solution' | 'wrong',
): Promise<Samples> {
  const samples: Samples = { grading: [], proof: [] }
  const folder = (await answerFolders(lesson)).find(one => one.kind === kind)
  if (!folder) return samples
  const answer = await readAnswer(folder.directory)
  await gradeAnswer({
    provider,
    lesson,
    answer,
    task: folder.task ?? lesson.exercise.tasks.find(({ intent, requirements }) => intent ?? requirements)?.id,
    async grade(request) {
      for (let run = 0; run < runs; run++) {
        const begun = performance.now()
        await grade(request)
        samples.grading.push(performance.now() - begun)
      }
      samples.proof.push(...(await proofs(request)))
      return grade(request)
    },
  })
  return samples
}

/** The engine's part alone; nothing where a task has no intent. */
async function proofs({ sandbox, exercise: whole, task: id }: GradeRequest): Promise<number[]> {
  const exercise = exerciseOf(whole, id)
  const [task] = exercise?.tasks ?? []
  if (!exercise || !task?.intent) return []
  const client = sandbox.asGrader()
  const state = await readClusterState(client)
  client.dispose()
  const list = statements(task.intent, exercise.roles)
  const samples: number[] = []
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    await judge(createWorld({ exercise, start: exercise.start, state, statements: list }), list)
    samples.push(performance.now() - begun)
  }
  return samples
}
