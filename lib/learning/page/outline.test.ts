import { describe, expect, it } from 'vitest'
import type { Course, Lesson } from '@/lib/courses'
import { exerciseSchema } from '@/sandbox/exercise'
import { type CourseProgress, noProgress, type TaskState } from '../progress'
import { lessonPageOf } from './lesson-page'
import { outlineOf, taskToShow } from './outline'

const quiz = {
  kind: 'quiz',
  id: 'who',
  question: 'Who enforces?',
  options: [
    { id: 'cni', text: 'The CNI', right: true, why: 'It is the CNI.' },
    { id: 'api', text: 'The API server', why: 'It only stores them.' },
  ],
}
const task = (id: string, checks: unknown[] = []) => ({
  id,
  title: `Title of ${id}`,
  text: '',
  checks,
  hints: ['a', 'b', 'c'],
  success: '',
})
function lesson(slug: string, ...tasks: ReturnType<typeof task>[]): Lesson {
  const exercise = { ...exerciseSchema.parse({ namespace: 'demo', roles: {}, tasks }), start: [] }
  const front = { title: slug, minutes: 5, summary: '', abilities: ['look'] }
  return {
    ...front,
    slug,
    number: slug.slice(0, 2),
    mdx: '',
    mdxOffset: 0,
    home: {},
    directory: '',
    exercise,
  }
}
const notChecked = { flowLog: true, notes: [], startedAt: null, results: new Map() }
const course: Course = {
  slug: 'course',
  title: 'Course',
  description: '',
  start: '02-b',
  lessons: [lesson('01-a', task('look')), lesson('02-b', task('deny', [quiz]), task('allow'))],
}
const progress = (
  opened: string[],
  states: Record<string, TaskState>,
  hints: Record<string, number> = {},
): CourseProgress => ({
  opened,
  state: (lesson, task) => states[`${lesson}/${task}`] ?? 'open',
  hints: (lesson, task) => hints[`${lesson}/${task}`] ?? 0,
  prediction: () => null,
})

describe('outlineOf', () => {
  it('shows a course that nobody began', () => {
    const outline = outlineOf(course, noProgress)
    expect(outline.continueAt).toBeNull()
    expect(outline.lessons.map(({ slug, opened, passed }) => ({ slug, opened, passed }))).toEqual([
      { slug: '01-a', opened: false, passed: false },
      { slug: '02-b', opened: false, passed: false },
    ])
  })

  it('counts a lesson as passed when all its tasks are', () => {
    const outline = outlineOf(
      course,
      progress(['02-b', '01-a'], { '01-a/look': 'passed', '02-b/deny': 'passed' }),
    )
    expect(outline.lessons.map(({ passed }) => passed)).toEqual([true, false])
  })

  it.each([
    [['02-b'], {}, { lesson: '02-b', task: 'deny' }],
    [['02-b'], { '02-b/deny': 'passed' }, { lesson: '02-b', task: 'allow' }],
    [['01-a', '02-b'], { '01-a/look': 'passed' }, { lesson: '02-b', task: 'deny' }],
    [['02-b'], { '02-b/deny': 'passed', '02-b/allow': 'passed' }, { lesson: '01-a', task: 'look' }],
    [
      ['02-b'],
      { '01-a/look': 'passed', '02-b/deny': 'passed', '02-b/allow': 'passed' },
      { lesson: '02-b', task: 'deny' },
    ],
    [['gone'], {}, null],
  ] as const)('continues after %j with %j at %j', (opened, states, at) => {
    expect(outlineOf(course, progress([...opened], states)).continueAt).toEqual(at)
  })

  it('shows the first task that is not passed, else the first', () => {
    const [, second] = course.lessons
    expect(taskToShow(second!, progress([], { '02-b/deny': 'tried' }))).toBe('deny')
    expect(taskToShow(second!, progress([], { '02-b/deny': 'passed' }))).toBe('allow')
    expect(taskToShow(second!, progress([], { '02-b/deny': 'passed', '02-b/allow': 'passed' }))).toBe('deny')
  })
})

describe('lessonPageOf', () => {
  const page = lessonPageOf(course, course.lessons[1]!, progress([], {}, { '02-b/deny': 2 }), {
    base: '/courses/c',
    sandbox: 'box',
    task: 'deny',
    ...notChecked,
  })

  it('does not tell which answer of a quiz is right', () => {
    expect(page.exercise.tasks[0]?.quizzes).toEqual([
      {
        id: 'who',
        question: 'Who enforces?',
        options: [
          { id: 'cni', text: 'The CNI' },
          { id: 'api', text: 'The API server' },
        ],
      },
    ])
    expect(JSON.stringify(page)).not.toMatch(/right|It is the CNI/)
  })

  it('tells hints taken, kinds of checks and the next lesson', () => {
    expect(page.exercise.tasks[0]).toMatchObject({ hintsTaken: 2, kinds: ['quiz'] })
    expect(page.lesson.next).toBeNull()
    expect(
      lessonPageOf(course, course.lessons[0]!, noProgress, {
        base: '/courses/c',
        sandbox: 'box',
        task: 'look',
        ...notChecked,
      }).lesson.next,
    ).toBe('02-b')
  })
})
