import { expect, it } from 'vitest'
import { classAfter, emptyClass } from './class-state'
import { workshopEvent } from './event'
import { csvOf, reportOf } from './report'

const minute = 60_000
const task = { lesson: '05-deny', task: 'deny' }
const events = [
  { at: 0, seat: 'a', type: 'joined', passed: ['08-allow/allow', 'elsewhere/x'] },
  { at: 0, seat: 'a', type: 'opened', ...task },
  { at: minute, seat: 'a', type: 'hint', ...task, hint: 2 },
  {
    ...{ at: 2 * minute, seat: 'a', type: 'graded', ...task, outcome: 'failed' },
    mistakes: [{ id: 'wrong-namespace', message: { id: 'x', params: {} } }],
  },
  { at: 3 * minute, seat: 'a', type: 'graded', ...task, outcome: 'passed', mistakes: [] },
  { at: 4 * minute, seat: 'b', type: 'joined', passed: [] },
  { at: 5 * minute, seat: 'c', type: 'prepared', problem: null },
  { at: 6 * minute, seat: null, type: 'poll', question: 'Ready?', choices: ['yes', 'no'], right: null },
  { at: 6 * minute, seat: 'a', type: 'vote', poll: 8, choice: 0 },
  { at: 7 * minute, seat: null, type: 'poll', question: 'Which?', choices: ['x', 'y'], right: 1 },
  { at: 7 * minute, seat: 'a', type: 'vote', poll: 10, choice: 1 },
].map((event, index) => workshopEvent.parse({ ...event, sequence: index + 1 }))
const state = events.reduce(classAfter, emptyClass)
const seats = [
  { id: 'a', number: 1, name: '=cmd|"x", \'y\'' },
  { id: 'b', number: 2, name: null },
  { id: 'c', number: 3, name: null },
]
const rows = reportOf(state, seats, ['05-deny/deny', '08-allow/allow'])

it('says what each participant did in the tasks of the workshop, and nobody else', () => {
  expect(rows.map(({ seat }) => seat)).toEqual(['a', 'b'])
  expect(rows[0]).toMatchObject({
    ...{ tasks: 2, passed: 2, passedBefore: 1, attempts: 2, hints: 2, minutes: 3 },
    mistakes: { 'wrong-namespace': 1 },
    joinedAt: '1970-01-01T00:00:00.000Z',
    lastAt: '1970-01-01T00:03:00.000Z',
  })
})

it('is a CSV that no spreadsheet takes for a formula', () => {
  const [head, first, second, end] = csvOf(rows).split('\r\n')
  expect(head).toBe(
    'number,name,joinedAt,lastAt,tasks,passed,passedBefore,attempts,hints,minutes,helped,answered,answeredRight,finished,mistakes,again',
  )
  expect(first).toBe(
    '1,"\'=cmd|""x"", \'y\'",1970-01-01T00:00:00.000Z,1970-01-01T00:03:00.000Z,2,2,1,2,2,3,0,2,1,true,wrong-namespace: 1,',
  )
  expect(second).toBe('2,,1970-01-01T00:04:00.000Z,1970-01-01T00:04:00.000Z,2,0,0,0,0,0,0,0,0,false,,')
  expect(end).toBe('')
})
