import { expect, it } from 'vitest'
import type { CourseOutline } from '@/protocol'
import { passedNow } from './passed-now'

const task = (id: string, state: 'open' | 'passed' = 'open') => ({ id, title: id, state })
const lesson = (slug: string, ...tasks: ReturnType<typeof task>[]) => ({
  slug,
  number: '05',
  title: slug,
  minutes: 8,
  summary: '',
  tasks,
  opened: false,
  passed: false,
})
const course: CourseOutline = {
  slug: 'c',
  base: '/courses/c',
  title: 'C',
  description: '',
  start: 'a',
  lessons: [lesson('a', task('one', 'passed'), task('two')), lesson('b', task('two'))],
  continueAt: null,
}

it('shows what was passed in the open lesson since the page was made, and nothing of other lessons', () => {
  const [open, other] = passedNow(course, 'a', new Set(['two'])).lessons
  expect(open).toMatchObject({ opened: true, passed: true })
  expect(other).toEqual(course.lessons[1])
})

it('leaves a lesson unpassed while a task is open', () => {
  expect(passedNow(course, 'a', new Set()).lessons[0]).toMatchObject({ opened: true, passed: false })
})
