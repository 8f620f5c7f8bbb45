import { describe, expect, it } from 'vitest'
import { type Lesson, loadCourses } from '@/lib/courses'
import { exerciseOf } from '@/sandbox/exercise'
import { judgedAnswer, judgedTasks } from './judged'
import { after, untrue } from './truth/truth'
import { rewrittenAnswer, rightAnswers, spoiltAnswer, type Unseen } from './unseen'

const lessons = (await loadCourses('content')).flatMap(course => course.lessons)
const intents = (
  await Promise.all(
    lessons.flatMap(lesson =>
      judgedTasks(lesson).map(async id => ({
        lesson,
        id,
        name: `${lesson.slug}/${id}`,
        answers: await rightAnswers(lesson, id),
      })),
    ),
  )
).filter(({ answers }) => answers.length > 0)

/** Answers a task: more with UNSEEN=200, for who works on the grader. */
const many = Number(process.env.UNSEEN ?? 4)
const seeds = Array.from({ length: many }, (_, index) => index + 1)
const told = process.env.UNSEEN !== undefined

type Tally = {
  right: number
  passed: number
  wrong: number
  failed: number
  named: number
  ofThose: number
  falsely: string[]
}
const all: Tally = { right: 0, passed: 0, wrong: 0, failed: 0, named: 0, ofThose: 0, falsely: [] }

/** By packets and the outline of the course: neither the engine nor the exercise has a say in it. */
function truthOf({ slug, exercise }: Lesson, task: string, { objects, replaced }: Unseen): string[] {
  const start = exerciseOf(exercise, task)?.start ?? []
  return untrue(slug, task, start, after(start, objects, replaced))
}

/** Is every mistake that is named one of those injected? */
const isTrue = ({ injected }: Unseen, ids: readonly string[]) => ids.every(id => injected.flat().includes(id))

// Mistakes of the capstone are searched for over some thousand flows each.
describe('answers not seen before', { timeout: 300_000 }, () => {
  it.each(intents)('$name: right ones pass, however they are written', async ({ lesson, id, answers }) => {
    const refused: string[] = []
    for (const seed of seeds) {
      const answer = rewrittenAnswer(answers, seed)
      const { wrong } = await judgedAnswer(lesson, id, answer.objects, answer.replaced)
      all.right++
      expect(truthOf(lesson, id, answer), answer.made).toEqual([])
      if (wrong.length === 0) all.passed++
      else refused.push(`seed ${seed}, ${answer.made}: ${wrong[0]}`)
    }
    expect(refused).toEqual([])
  })

  it.each(intents)('$name: wrong ones fail, and what is named was done', async ({ lesson, id, answers }) => {
    const startOf = (task: string) => exerciseOf(lesson.exercise, task)?.start ?? []
    const start = startOf(id)
    // What is wrong may be another task's question.
    const tasks = judgedTasks(lesson).filter(one => startOf(one) === start)
    for (const seed of seeds) {
      const answer = spoiltAnswer(answers, seed, { count: seed % 3 === 0 ? 2 : 1, start })
      if (!answer) continue
      const found = await Promise.all(
        tasks.map(one => judgedAnswer(lesson, one, answer.objects, answer.replaced)),
      )
      const wrong = found.flatMap(one => one.wrong)
      const mistakes = found.flatMap(one => one.mistakes)
      all.wrong++
      const untrueFlows = tasks.flatMap(one => truthOf(lesson, one, answer))
      expect(wrong.length > 0, `seed ${seed}, ${answer.made}: ${[...wrong, ...untrueFlows][0]}`).toBe(
        untrueFlows.length > 0,
      )
      if (wrong.length > 0) all.failed++
      else {
        if (told) console.log(`PASSES ${lesson.slug}/${id} seed ${seed}, ${answer.made}`)
        continue
      }
      const ids = [...new Set(mistakes.map(mistake => mistake.id))]
      if (ids.length === 0) {
        if (told)
          console.log(
            `UNNAMED ${lesson.slug}/${id} seed ${seed}, ${answer.made}: ${wrong.slice(0, 3).join('; ')}`,
          )
        continue
      }
      all.named++
      if (isTrue(answer, ids)) all.ofThose++
      else all.falsely.push(`${lesson.slug}/${id} seed ${seed}, ${answer.made}: said ${ids.join(', ')}`)
    }
  })

  it('is right about nearly all of them', () => {
    const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
    console.log(
      [
        `right: ${all.passed} of ${all.right} pass`,
        `wrong: ${all.failed} of ${all.wrong} fail`,
        `precision: ${percent(all.ofThose, all.named)} of ${all.named} named`,
        `recall: ${percent(all.ofThose, all.failed)}`,
        ...(told ? all.falsely : []),
      ].join('\n'),
    )
    expect(all.passed).toBe(all.right)
    expect(all.ofThose / Math.max(1, all.named)).toBeGreaterThan(0.9)
  })
})
