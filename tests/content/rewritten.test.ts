import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import type { StartObject } from '@/sandbox/exercise'
import { asksForFlows, manifestAnswers, wrongFlows } from './judged'
import { type Policy, rewritings } from './rewritten'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)

describe('an answer said in another way', () => {
  const intents = lessons.flatMap(lesson =>
    lesson.exercise.tasks
      .filter(task => asksForFlows(task) && lesson.exercise.start.length > 0)
      .map(({ id }) => ({ lesson, id, name: `${lesson.slug}/${id}` })),
  )
  const isPolicy = ({ kind }: StartObject) => kind === 'NetworkPolicy'
  const rewritten = (objects: readonly StartObject[], names: readonly string[]) => [
    ...objects.filter(object => !isPolicy(object)),
    ...(names.reduce<Policy[]>(
      (policies, name) => rewritings[name]?.(policies) ?? policies,
      structuredClone(objects.filter(isPolicy)) as unknown as Policy[],
    ) as unknown as StartObject[]),
  ]
  const ways = fc.uniqueArray(fc.constantFrom(...Object.keys(rewritings)), { minLength: 1, maxLength: 6 })

  it.each(intents)('$name: stays right', async ({ lesson, id }) => {
    const right = [...manifestAnswers(lesson, 'solution'), ...manifestAnswers(lesson, 'alternative')]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...right), ways, async ({ objects }, names) => {
        expect(await wrongFlows(lesson, id, rewritten(objects, names))).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  it.each(intents)('$name: stays wrong', async ({ lesson, id }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...manifestAnswers(lesson, 'wrong')),
        ways,
        async ({ objects }, names) => {
          expect(await wrongFlows(lesson, id, rewritten(objects, names))).not.toEqual([])
        },
      ),
      { numRuns: 8 },
    )
  })
})
