import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseManifest } from '@/lib/courses'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { StartObject } from '@/sandbox/exercise'
import { grade } from '@/sandbox/grader/grade'
import { lessonCalled, startOf } from './lesson'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 20

/** The objects of an answer that is one directory of manifests. */
async function answerObjects(directory: string): Promise<StartObject[]> {
  const files = (await readdir(directory)).filter(name => name.endsWith('.yaml') && name !== 'expect.yaml')
  const texts = await Promise.all(files.map(name => readFile(join(directory, name), 'utf8')))
  return texts.flatMap((text, index) =>
    parseManifest(files[index]!, text).map(({ value }) => value as StartObject),
  )
}

/** Check of lesson 14: every cell computed and really tried, for its solution and for a wrong answer. */
export async function measure(): Promise<Measurement[]> {
  const lesson = await lessonCalled('14-three-tier-app')
  const provider = await createEmbeddedProvider()
  const sandbox = await provider.open('bench')
  const task = lesson.exercise.tasks[0]!.id
  const measurements: Measurement[] = []
  try {
    for (const answer of ['solution/five-policies', 'wrong/service-port']) {
      const start = startOf(lesson)
      const objects = [...start.objects, ...(await answerObjects(join(lesson.directory, answer)))]
      await sandbox.reset({ ...start, objects })
      let checks = 0
      const samples = await timed(runs, async () => {
        const result = await grade({
          sandbox,
          capabilities: provider.capabilities,
          exercise: lesson.exercise,
          task,
          since: 0,
        })
        checks = result.checks.length
      })
      measurements.push(
        { what: `${answer}: the first`, value: samples[0]!, unit: 'ms', target: 'under 1,000' },
        { what: `${answer}: p50`, value: percentile(samples, 0.5), unit: 'ms', target: 'under 1,000' },
        { what: `${answer}: p99`, value: percentile(samples, 0.99), unit: 'ms' },
        { what: `${answer}: checks`, value: checks, unit: '' },
      )
    }
    return measurements
  } finally {
    await provider.close()
  }
}
