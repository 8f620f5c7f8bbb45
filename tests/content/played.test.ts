import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { gradeAnswer } from '@/bin/grade/grade-answer'
import { type Lesson, loadCourses } from '@/lib/courses'
import { render } from '@/messages'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'

/** What was typed, and what was answered. */
type Played = {
  script?: string
  files?: Record<string, string>
  answers?: Record<string, string>
}
type Answers = Record<'right' | 'wrong', Record<string, Played>>

const folder = join(import.meta.dirname, 'played')
const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
/** Some of them; all with PLAYED=all, for who works on the grader. */
const isAll = process.env.PLAYED === 'all'

const cases = readdirSync(folder).flatMap(file => {
  const lesson = lessons.find(({ slug }) => slug === basename(file, '.yaml'))
  if (!lesson) throw new Error(`${file}: there is no such lesson`)
  const tasks: Record<string, Answers> = parse(readFileSync(join(folder, file), 'utf8'), { merge: true })
  const all = Object.entries(tasks).flatMap(([task, kinds]) =>
    (['right', 'wrong'] as const).flatMap(kind =>
      Object.entries(kinds[kind]).map(([name, played]) => ({
        lesson,
        title: `${lesson.slug}/${task}, ${kind}: ${name}`,
        task: task === 'both' ? undefined : task,
        played,
        outcome: kind === 'right' ? 'passed' : 'failed',
      })),
    ),
  )
  return isAll ? all : [all[0]!, all.at(-1)!]
})

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

async function play(lesson: Lesson, task: string | undefined, { script, files = {}, answers }: Played) {
  const written = { ...files, ...(script !== undefined && { 'answer.sh': script }) }
  return gradeAnswer({
    provider,
    lesson,
    task,
    answer: {
      directory: 'played',
      files: new Map(Object.entries(written).map(([name, text]) => [name, new TextEncoder().encode(text)])),
      ...(answers && task && { quiz: { [task]: answers } }),
    },
  })
}

// Answers in commands and in words, written by people who did not look at ours.
describe('answers that are played', { timeout: 60_000 }, () => {
  it.each(cases)('$title', async ({ lesson, task, played, outcome }) => {
    const result = await play(lesson, task, played)
    const troubles = result.tasks
      .flatMap(({ checks }) => checks)
      .filter(check => check.outcome !== 'passed')
      .map(({ id, outcome, message }) => `${id} ${outcome}: ${render(message)}`)
    expect(result.outcome, troubles.join('\n')).toBe(outcome)
  })
})
