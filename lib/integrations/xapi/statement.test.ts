import { describe, expect, it } from 'vitest'
import type { Activity } from '@/lib/events/activities'
import { statementsOf } from './statement'

const place = { personId: 'p', at: 'np', course: 'np', lesson: '05-deny', task: 'deny' }
const around = {
  home: 'https://lab.example.org',
  course: { slug: 'np', title: 'Policies' },
  lesson: { slug: '05-deny', title: 'Deny' },
  task: { id: 'deny', title: 'Deny all' },
  language: 'en',
  lessonPassed: false,
  coursePassed: false,
  at: new Date('2026-11-30T12:00:00Z'),
}
const graded = (outcome: 'passed' | 'failed') =>
  ({ ...place, type: 'graded', result: { outcome } }) as unknown as Activity
const said = (activity: Activity, more: object = {}) =>
  statementsOf(activity, { ...around, ...more }, 'secret').map(
    ({ verb, object }) => `${verb.display['en-US']} ${object.id}`,
  )

describe('what a store is told', () => {
  it('is which lesson was launched, which task attempted, passed or failed, and what is completed', () => {
    const [lesson, task] = ['/courses/np/05-deny', '/courses/np/05-deny#deny'].map(path => around.home + path)
    expect(said({ ...place, type: 'opened' })).toEqual([`launched ${lesson}`])
    expect(said({ ...place, type: 'tried' })).toEqual([`attempted ${task}`])
    expect(said({ ...place, type: 'hint', hint: 1 })).toEqual([])
    expect(said(graded('failed'))).toEqual([`failed ${task}`])
    expect(said(graded('passed'))).toEqual([`passed ${task}`])
    expect(said(graded('passed'), { lessonPassed: true, coursePassed: true })).toEqual([
      ...[`passed ${task}`, `completed ${lesson}`, `completed ${around.home}/courses/np`],
    ])
  })

  it('names nobody, says the same of the same person, and completion once', () => {
    const twice = [1, 2].map(() =>
      statementsOf(graded('passed'), { ...around, lessonPassed: true }, 'secret'),
    )
    const [[passed, completed], [again, completedAgain]] = twice as [(typeof twice)[0], (typeof twice)[0]]
    expect(passed!.actor).toEqual(again!.actor)
    expect(JSON.stringify(passed)).not.toContain('"p"')
    expect(passed!.id).not.toBe(again!.id)
    expect(completed!.id).toBe(completedAgain!.id)
  })
})
