import { describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import { asksForFlows, manifestAnswers, wrongFlows } from './judged'

const lessons = (await loadCourses('content'))
  .flatMap(course => course.lessons)
  .filter(({ exercise }) => exercise.start.length > 0)
  .filter(({ exercise }) => exercise.tasks.some(asksForFlows))

describe.each(lessons)('$slug, by the engine alone', lesson => {
  const judged = lesson.exercise.tasks.filter(asksForFlows)
  const right = [...manifestAnswers(lesson, 'solution'), ...manifestAnswers(lesson, 'alternative')]

  it.each(judged)('$id is not passed at the start', async ({ id }) => {
    expect(await wrongFlows(lesson, id, [])).not.toEqual([])
  })

  it.each(right)('$name is right', async ({ objects }) => {
    for (const { id } of judged) expect(await wrongFlows(lesson, id, objects)).toEqual([])
  })

  it.each(manifestAnswers(lesson, 'wrong'))('$name is wrong', async ({ objects }) => {
    const found = await Promise.all(judged.map(({ id }) => wrongFlows(lesson, id, objects)))
    expect(found.flat()).not.toEqual([])
  })
})
