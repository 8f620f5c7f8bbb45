import { describe, expect, it } from 'vitest'
import { type ClassState, classAfter, emptyClass } from './class-state'
import { type WorkshopEvent, type WorkshopHappening, workshopEvent } from './event'
import { countsOf, pollFor } from './poll'
import { distributionOf, radarOf } from './radar'
import { timeOnTask } from './seat-state'
import { stuckIn } from './stuck'

const minute = 60_000
type Told = [minutes: number, seat: string | null, happening: WorkshopHappening]

/** The events of these, numbered; times in minutes. */
const eventsOf = (...told: Told[]) =>
  told.map(
    ([minutes, seat, happening], index): WorkshopEvent =>
      workshopEvent.parse({ ...happening, sequence: index + 1, at: minutes * minute, seat }),
  )
const classOf = (...told: Told[]): ClassState => eventsOf(...told).reduce(classAfter, emptyClass)

const deny = { lesson: '05-deny', task: 'deny' }
const allow = { lesson: '08-allow', task: 'allow' }
const joined: WorkshopHappening = { type: 'joined', passed: [] }
const opened = (task: typeof deny): WorkshopHappening => ({ type: 'opened', ...task })
const mistake = (id: string) => ({ id, message: { id: `mistake.${id}`, params: {} } })
const graded = (
  task: typeof deny,
  outcome: 'passed' | 'failed',
  ...mistakes: string[]
): WorkshopHappening => ({
  type: 'graded',
  ...task,
  outcome,
  mistakes: mistakes.map(mistake),
})

describe('what a class did', () => {
  it('is where everybody is, how often they tried, and what they passed', () => {
    const { seats } = classOf(
      [0, 'a', joined],
      [1, 'a', opened(deny)],
      [2, 'a', { type: 'tried', ...deny }],
      [3, 'a', { type: 'hint', ...deny, hint: 2 }],
      [4, 'a', graded(deny, 'failed', 'wrong-namespace')],
      [6, 'a', graded(deny, 'passed')],
      [7, 'a', opened(allow)],
    )
    expect(seats.a).toMatchObject({ joinedAt: 0, lesson: allow.lesson, task: allow.task, lastAt: 7 * minute })
    expect(seats.a?.tasks['05-deny/deny']).toEqual({
      state: 'passed',
      before: false,
      passedAt: 6 * minute,
      spent: 5 * minute,
      attempts: 2,
      hints: 2,
      mistakes: { 'wrong-namespace': 1 },
    })
  })

  it('counts no event twice', () => {
    const events = eventsOf([0, 'a', joined], [1, 'a', opened(deny)], [2, 'a', graded(deny, 'failed')])
    const once = events.reduce(classAfter, emptyClass)
    expect([...events, ...events].reduce(classAfter, emptyClass)).toEqual(once)
    expect(classAfter(once, events[2]!)).toBe(once)
  })

  it('keeps what was passed, whatever fails later, and what was passed before the workshop', () => {
    const { seats } = classOf(
      [0, 'a', { type: 'joined', passed: ['05-deny/deny'] }],
      [1, 'a', opened(allow)],
      [2, 'a', graded(allow, 'passed')],
      [3, 'a', graded(allow, 'failed')],
    )
    expect(seats.a?.tasks['05-deny/deny']).toMatchObject({ state: 'passed', before: true, passedAt: null })
    expect(seats.a?.tasks['08-allow/allow']).toMatchObject({
      state: 'passed',
      attempts: 2,
      passedAt: 2 * minute,
    })
  })

  it('times a task while it is open, over breaks, until it is passed', () => {
    const away = classOf([0, 'a', opened(deny)], [3, 'a', opened(allow)], [10, 'a', opened(deny)])
    expect(timeOnTask(away.seats.a!, 12 * minute)).toBe(5 * minute)
    const reloaded = classOf([0, 'a', opened(deny)], [3, 'a', opened(deny)])
    expect(timeOnTask(reloaded.seats.a!, 4 * minute)).toBe(4 * minute)
    const passed = classOf([0, 'a', opened(deny)], [2, 'a', graded(deny, 'passed')], [5, 'a', opened(deny)])
    expect(timeOnTask(passed.seats.a!, 60 * minute)).toBe(2 * minute)
  })

  it('leaves preparing out of what participants did', () => {
    const { seats } = classOf([0, 'a', { type: 'prepared', problem: null }])
    expect(seats.a).toMatchObject({ prepared: { at: 0, problem: null }, joinedAt: null, lastAt: null })
    const moved = classOf([0, 'a', { type: 'prepared', problem: null }], [1, 'a', { type: 'unprepared' }])
    expect(moved.seats.a).toMatchObject({ prepared: null, joinedAt: null, lastAt: null })
  })
})

describe('who is stuck', () => {
  const struggle = (state: ClassState, minutes: number) =>
    stuckIn(state, minutes * minute).map(({ seat, reason, count }) => `${seat} ${reason} ${count}`)

  it('is told by hands in their order, then the same mistake, then attempts, then time', () => {
    const everybody = ['slow', 'tries', 'same', 'late', 'early', 'fine']
    const state = classOf(
      ...everybody.flatMap((seat): Told[] => [
        [0, seat, joined],
        [0, seat, opened(deny)],
      ]),
      [1, 'fine', graded(deny, 'passed')],
      ...[1, 2, 3, 4].map((at): Told => [at, 'tries', graded(deny, 'failed')]),
      [2, 'same', graded(deny, 'failed', 'or-for-and')],
      [3, 'same', graded(deny, 'failed', 'or-for-and')],
      [4, 'early', { type: 'hand', raised: true, question: '' }],
      [5, 'late', { type: 'hand', raised: true, question: '' }],
      [5, 'early', { type: 'hand', raised: true, question: '' }],
    )
    expect(struggle(state, 6)).toEqual([
      'early hand 2',
      'late hand 1',
      'same same-mistake 2',
      'tries many-attempts 4',
      'slow long-time 6',
    ])
    expect(
      struggle(
        classAfter(
          state,
          eventsOf([7, 'early', { type: 'hand', raised: false, question: '' }]).map(event => ({
            ...event,
            sequence: 99,
          }))[0]!,
        ),
        7,
      ),
    ).not.toContain('early hand 3')
  })

  it('is nobody before five minutes, nor within twice the time of half of the class', () => {
    const start = (seat: string): Told[] => [
      [0, seat, joined],
      [0, seat, opened(deny)],
    ]
    expect(struggle(classOf(...start('a')), 4)).toEqual([])
    const slowClass = classOf(...start('a'), ...start('b'), [8, 'b', graded(deny, 'passed')])
    expect(struggle(slowClass, 15)).toEqual([])
    expect(struggle(slowClass, 16)).toEqual(['a long-time 16'])
  })
})

describe('the radar', () => {
  it('counts the mistakes of the last minutes, those of most people first', () => {
    const state = classOf(
      [0, 'a', graded(deny, 'failed', 'old')],
      [10, 'a', graded(deny, 'failed', 'once', 'shared')],
      [11, 'a', graded(deny, 'failed', 'once')],
      [12, 'b', graded(deny, 'failed', 'shared')],
    )
    expect(radarOf(state, 15 * minute, 10)).toEqual([
      { mistake: 'shared', seats: 2, times: 2, example: { id: 'mistake.shared', params: {} } },
      { mistake: 'once', seats: 1, times: 2, example: { id: 'mistake.once', params: {} } },
    ])
  })

  it('spreads those who joined over the states of a task', () => {
    const state = classOf(
      [0, 'empty', { type: 'prepared', problem: null }],
      ...['a', 'b', 'c', 'd'].map((seat): Told => [0, seat, joined]),
      [1, 'b', opened(deny)],
      [1, 'c', graded(deny, 'failed')],
      [1, 'd', graded(deny, 'passed')],
    )
    expect(distributionOf(state, '05-deny/deny')).toEqual({ untouched: 1, opened: 1, tried: 1, passed: 1 })
  })
})

describe('a mistake', () => {
  const again = (...told: Told[]) => classOf(...told).seats.a?.mistakes

  it('is made before, until a task in which it was made is passed, and again after that', () => {
    const before: Told[] = [
      [1, 'a', graded(deny, 'failed', 'or-for-and')],
      [2, 'a', graded(deny, 'failed', 'or-for-and')],
    ]
    expect(again(...before)).toEqual({ 'or-for-and': { made: 2, again: 0, settled: false } })
    const after: Told[] = [
      ...before,
      [3, 'a', graded(deny, 'passed')],
      [4, 'a', graded(allow, 'failed', 'or-for-and', 'new')],
    ]
    expect(again(...after)).toEqual({
      'or-for-and': { made: 3, again: 1, settled: true },
      new: { made: 1, again: 0, settled: false },
    })
  })

  it.each<[string, WorkshopHappening]>([
    ['a message to them', { type: 'message', text: 'Look', lesson: null, command: null }],
    ['being brought somewhere', { type: 'jumped', lesson: '05-deny', by: 'instructor' }],
    ['a check by an instructor', { type: 'helped', how: 'checked' }],
  ])('was talked about after %s', (_, help) => {
    const told = classOf(
      [1, 'a', graded(deny, 'failed', 'or-for-and')],
      [2, 'a', help],
      [3, 'a', graded(deny, 'failed', 'or-for-and')],
    )
    expect(told.seats.a).toMatchObject({
      helped: 1,
      mistakes: { 'or-for-and': { made: 2, again: 1, settled: true } },
    })
  })

  it('is not settled by what a participant does alone', () => {
    const told = again(
      [1, 'a', graded(deny, 'failed', 'or-for-and')],
      [2, 'a', { type: 'jumped', lesson: '05-deny', by: 'participant' }],
      [3, null, { type: 'message', text: 'All look', lesson: null, command: null }],
      [4, 'a', graded(deny, 'failed', 'or-for-and')],
    )
    expect(told?.['or-for-and']?.again).toBe(0)
  })
})

describe('a poll', () => {
  const asked: Told = [
    0,
    null,
    { type: 'poll', question: 'Allowed?', choices: ['yes', 'no', 'depends'], right: 1 },
  ]
  const vote = (minutes: number, seat: string, choice: number, poll = 1): Told => [
    minutes,
    seat,
    { type: 'vote', poll, choice },
  ]
  const ended = (shown: boolean): Told => [
    9,
    null,
    { type: 'poll-ended', poll: 1, shown, counts: [0, 2, 0], right: 1 },
  ]

  it('counts each answer once, the last one, until it is over', () => {
    const state = classOf(
      asked,
      vote(1, 'a', 0),
      vote(2, 'b', 1),
      vote(3, 'a', 1),
      ended(false),
      vote(9, 'b', 0),
    )
    expect(state.polls).toHaveLength(1)
    expect(state.polls[0]).toMatchObject({ open: false, shown: false, votes: { a: 1, b: 1 } })
    expect(countsOf(state.polls[0]!)).toEqual([0, 2, 0])
  })

  it('is over when another is asked', () => {
    const { polls } = classOf(asked, vote(1, 'a', 0), asked, vote(2, 'a', 2), vote(3, 'a', 1, 3))
    expect(polls.map(({ open, votes }) => ({ open, votes }))).toEqual([
      { open: false, votes: { a: 0 } },
      { open: true, votes: { a: 1 } },
    ])
  })

  it('is to a participant what they answered; counts and what is right come when the result is shown', () => {
    const of = (...more: Told[]) =>
      pollFor('a', classOf(asked, vote(1, 'a', 0), vote(2, 'b', 1), ...more).polls[0]!)
    expect(of()).toMatchObject({ votes: { a: 0 }, counts: null, right: null })
    expect(of(ended(false))).toMatchObject({ counts: null, right: null })
    expect(of(ended(true))).toMatchObject({ votes: { a: 0 }, counts: [0, 2, 0], right: 1 })
  })
})
