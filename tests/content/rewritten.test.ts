import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCourses } from '@/lib/courses'
import type { StartObject } from '@/sandbox/exercise'
import { judgedTasks, type ManifestAnswer, manifestAnswers, wrongFlows } from './judged'
import { type Policy, rewritings } from './rewritten'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)

const intents = (
  await Promise.all(
    lessons.map(async lesson => {
      const right = await manifestAnswers(lesson, 'solution', 'alternative')
      const wrong = await manifestAnswers(lesson, 'wrong')
      return judgedTasks(lesson).map(id => {
        const isToIt = ({ task = id }: ManifestAnswer) => task === id
        return {
          lesson,
          id,
          name: `${lesson.slug}/${id}`,
          right: right.filter(isToIt),
          wrong: wrong.filter(isToIt),
        }
      })
    }),
  )
).flat()

describe('an answer said in another way', { timeout: 300_000 }, () => {
  const isPolicy = ({ kind }: StartObject) => kind === 'NetworkPolicy'
  const rewritten = (objects: readonly StartObject[], names: readonly string[]) => [
    ...objects.filter(object => !isPolicy(object)),
    ...(names.reduce<Policy[]>(
      (policies, name) => rewritings[name]?.(policies) ?? policies,
      structuredClone(objects.filter(isPolicy)) as unknown as Policy[],
    ) as unknown as StartObject[]),
  ]
  const ways = fc.uniqueArray(fc.constantFrom(...Object.keys(rewritings)), { minLength: 1, maxLength: 6 })
  const all = (
    answers: readonly ManifestAnswer[],
    property: (answer: ManifestAnswer, names: string[]) => Promise<void>,
  ) => fc.assert(fc.asyncProperty(fc.constantFrom(...answers), ways, property), { numRuns: 8 })

  it.each(intents.filter(({ right }) => right.length > 0))('$name: stays right', ({ lesson, id, right }) =>
    all(right, async ({ objects }, names) => {
      expect(await wrongFlows(lesson, id, rewritten(objects, names), objects)).toEqual([])
    }),
  )

  it.each(intents.filter(({ wrong }) => wrong.length > 0))('$name: stays wrong', ({ lesson, wrong }) =>
    all(wrong, async (answer, names) => {
      const { objects } = answer
      const found = await Promise.all(
        judgedTasks(lesson, answer).map(id => wrongFlows(lesson, id, rewritten(objects, names), objects)),
      )
      expect(found.flat()).not.toEqual([])
    }),
  )
})
