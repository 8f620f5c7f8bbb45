import { describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import { judgedTasks, manifestAnswers, wrongFlows } from './judged'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const judged = await Promise.all(
  lessons
    .filter(lesson => judgedTasks(lesson).length > 0)
    .map(async lesson => ({
      lesson,
      slug: lesson.slug,
      right: await manifestAnswers(lesson, 'solution', 'alternative'),
      wrong: await manifestAnswers(lesson, 'wrong'),
    })),
)

describe.each(judged)('$slug, by the engine alone', ({ lesson, right, wrong }) => {
  it.each(judgedTasks(lesson))('%s is not passed at the start', async id => {
    expect(await wrongFlows(lesson, id, [])).not.toEqual([])
  })

  it.each(right)('$name is right', async answer => {
    for (const id of judgedTasks(lesson, answer))
      expect(await wrongFlows(lesson, id, answer.objects)).toEqual([])
  })

  it.each(wrong)('$name is wrong', async answer => {
    const tasks = judgedTasks(lesson, answer)
    const found = await Promise.all(tasks.map(id => wrongFlows(lesson, id, answer.objects)))
    expect(found.flat()).not.toEqual([])
  })
})
