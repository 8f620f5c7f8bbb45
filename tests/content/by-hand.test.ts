import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Lesson, loadCourses } from '@/lib/courses'
import type { StartObject } from '@/sandbox/exercise'
import { exerciseOf } from '@/sandbox/exercise'
import { judgedAnswer } from './judged'
import { after, untrue } from './truth/truth'

/** A policy in short, its metadata beside its spec; or an object as it is. */
type Short = StartObject | ({ name?: string; namespace?: string } & Record<string, unknown>)
type Answers = {
  task: string
  right: Record<string, Short[]>
  /** What may truly be said of it; nothing may be said where that is nothing. */
  wrong: Record<string, { is: string[]; answer: Short[] }>
}

const folder = join(import.meta.dirname, 'by-hand')
const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const sets = readdirSync(folder).flatMap(file => {
  const lesson = lessons.find(({ slug }) => slug === basename(file, '.yaml'))
  if (!lesson) throw new Error(`${file}: there is no such lesson`)
  const list: Answers[] = parse(readFileSync(join(folder, file), 'utf8'))
  return list.map(answers => ({ lesson, ...answers }))
})

function objectsOf({ exercise }: Lesson, taskId: string, list: readonly Short[]): StartObject[] {
  const home = exercise.tasks.find(({ id }) => id === taskId)?.namespace ?? exercise.namespace
  return list.map((one, index) => {
    if ('kind' in one) return one as StartObject
    const { name = `p${index}`, namespace = home, ...spec } = one
    const kind = 'NetworkPolicy'
    return { apiVersion: 'networking.k8s.io/v1', kind, metadata: { name, namespace }, spec } as StartObject
  })
}

/** By packets and the outline of the course: neither the engine nor the exercise has a say in it. */
function truthOf(lesson: Lesson, task: string, answer: readonly Short[]): string[] {
  const start = exerciseOf(lesson.exercise, task)?.start ?? []
  return untrue(lesson.slug, task, start, after(start, objectsOf(lesson, task, answer))).slice(0, 5)
}

// Written by people who did not look at ours, with what they meant by them.
describe.each(sets)('answers by hand: $lesson.slug/$task', ({ lesson, task, right, wrong }) => {
  it.each(Object.entries(right))('right: %s', async (_, answer) => {
    expect(truthOf(lesson, task, answer)).toEqual([])
    expect((await judgedAnswer(lesson, task, objectsOf(lesson, task, answer))).wrong).toEqual([])
  })

  it.each(Object.entries(wrong))('wrong: %s', async (_, { is, answer }) => {
    expect(truthOf(lesson, task, answer)).not.toEqual([])
    const judged = await judgedAnswer(lesson, task, objectsOf(lesson, task, answer))
    expect(judged.wrong).not.toEqual([])
    expect(judged.mistakes.map(({ id }) => id).filter(id => !is.includes(id))).toEqual([])
  })
})
