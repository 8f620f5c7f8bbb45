import { readAnswer } from '@/bin/grade/answer'
import { gradeAnswer } from '@/bin/grade/grade-answer'
import { answerFolders, contentDirectories, type Lesson, loadCourses } from '@/lib/courses'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import { grade } from '@/sandbox/grader/grade'
import type { Measurement } from './main'
import { percentile } from './statistics'

const runs = 5

/** A check of each lesson's first task that a manifest can pass, its solution applied: the grading alone. */
export async function measure(): Promise<Measurement[]> {
  const lessons = (await loadCourses(contentDirectories(undefined))).flatMap(course => course.lessons)
  const provider = await createEmbeddedProvider()
  try {
    const measurements: Measurement[] = []
    for (const lesson of lessons) {
      const samples = await gradings(provider, lesson)
      if (samples.length > 0)
        measurements.push({
          what: `${lesson.slug}: p50`,
          value: percentile(samples, 0.5),
          unit: 'ms',
          target: 'under 500',
        })
    }
    return measurements
  } finally {
    await provider.close()
  }
}

async function gradings(provider: EmbeddedProvider, lesson: Lesson): Promise<number[]> {
  const folder = (await answerFolders(lesson)).find(({ kind }) => kind === 'solution')
  if (!folder) return []
  const answer = await readAnswer(folder.directory)
  const samples: number[] = []
  await gradeAnswer({
    provider,
    lesson,
    answer,
    task: folder.task ?? lesson.exercise.tasks.find(({ intent, requirements }) => intent ?? requirements)?.id,
    async grade(request) {
      for (let run = 0; run < runs; run++) {
        const begun = performance.now()
        await grade(request)
        samples.push(performance.now() - begun)
      }
      return grade(request)
    },
  })
  return samples
}
