import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type ClassState, classAfter, protocolVersion } from '@/protocol'
import { createKillable } from '../running/killable'
import { type Anything, learnerAt, type TestLearner } from '../running/start'

const participants = 30
/** Those who come when the others have begun, and after the server was killed. */
const late = 5
const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const task = 'selecting'
const [right, wrong] = [{ selecting: 'by-label' }, { selecting: 'by-name' }]

const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-class-'))
const servers = createKillable(directory, participants)
afterAll(() => {
  servers.end()
  rmSync(directory, { recursive: true, force: true })
})

/** What participant number so and so does: some err once or twice, take hints, raise a hand, give up. */
const scriptOf = (index: number) => ({
  wrong: index % 3,
  hints: index % 2,
  passes: index % 10 !== 9,
  asks: index % 4 === 1,
  /** Whoever was helped takes the hand down. */
  helped: index % 8 === 1,
})

async function play(learner: TestLearner, { sandbox, workshop }: Anything, index: number) {
  const script = scriptOf(index)
  const hand = (raised: boolean) =>
    learner.api('PUT', `/workshops/${workshop}/seat/hand`, { raised, question: `by ${index}` })
  if (script.asks) await hand(true)
  const check = async (answers: object) => {
    const { status, body } = await learner.api('POST', `/sandboxes/${sandbox}/checks`, {
      lesson,
      task,
      answers,
    })
    expect(status).toBe(200)
    return body.outcome
  }
  const opened = await learner.api('POST', `/sandboxes/${sandbox}/lesson`, { lesson, task })
  expect(opened.status).toBe(200)
  for (let hint = 1; hint <= script.hints; hint++)
    await learner.api('POST', '/hints', { course, lesson, task, hint, sandbox })
  for (let times = 0; times < script.wrong; times++) expect(await check(wrong)).toBe('failed')
  if (script.passes) expect(await check(right)).toBe('passed')
  if (script.helped) await hand(false)
}

async function classSeenBy(teacher: TestLearner, workshop: string) {
  const socket = teacher.socket(`/ws/workshops/${workshop}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  const snapshot = await socket.message(({ type }) => type === 'snapshot')
  return () =>
    socket.messages
      .filter(({ type }) => type === 'event')
      .reduce(
        (state: ClassState, { event }: Anything) => classAfter(state, event),
        snapshot.class as ClassState,
      )
}

it('a class of thirty goes on over a kill -9: the report is what they did, nothing lost, nothing twice', async () => {
  const before = await servers.start()
  const [first, ...others] = before.people
  const everybody = (host: string) => Promise.all(others.map(id => learnerAt(host, id)))
  const teacher = await learnerAt(before.host, first!)
  const { body: workshop } = await teacher.api('POST', '/workshops', {
    ...{ title: 'Thirty', course, lessons: [lesson], capacity: participants },
  })
  const learners = await everybody(before.host)
  const join = async (some: readonly TestLearner[]) => {
    const joined = await Promise.all(
      some.map(learner => learner.api('POST', '/seats', { code: workshop.code, name: 'Sam' })),
    )
    return joined.map(({ body }) => body)
  }
  const seats = await join(learners.slice(0, -late))
  const half = participants / 2
  for (let index = 0; index < half; index++) await play(learners[index]!, seats[index], index)

  // In the middle of somebody's check.
  const cut = learners[half]!
  await cut.api('POST', `/sandboxes/${seats[half].sandbox}/lesson`, { lesson, task })
  const unanswered = cut
    .api('POST', `/sandboxes/${seats[half].sandbox}/checks`, { lesson, task, answers: wrong })
    .then(
      () => true,
      () => false,
    )
  await before.kill()
  const answered = await unanswered

  const after = await servers.start()
  const again = await everybody(after.host)
  const teacherAgain = await learnerAt(after.host, first!)
  const live = await classSeenBy(teacherAgain, workshop.id)
  // Who comes back has the seat they had, whatever they type.
  const back = await again[0]!.api('POST', '/seats', { code: workshop.code, name: 'Somebody else' })
  expect(back.body).toEqual(seats[0])
  const lateComers = again.slice(-late)
  seats.push(...(await join(lateComers)))
  expect(new Set(seats.map(({ name }) => name)).size).toBe(participants)
  for (const learner of lateComers)
    expect((await learner.api('POST', `/workshops/${workshop.id}/seat/jump`, { lesson })).status).toBe(200)
  for (let index = half; index < participants; index++) await play(again[index]!, seats[index], index)

  const { body } = await teacherAgain.api('GET', `/workshops/${workshop.id}/class`)
  const { body: report } = await teacherAgain.api('GET', `/workshops/${workshop.id}/report`)
  const did = seats.map(({ seat }) => {
    const { attempts, hints, passed } = report.find((row: Anything) => row.seat === seat)
    return { attempts, hints, passes: passed === 1 }
  })
  const scripted = seats.map((_, index) => {
    const { wrong: errors, hints, passes } = scriptOf(index)
    return { attempts: errors + (passes ? 1 : 0), hints, passes }
  })
  // A check that was cut off counts if it was answered; if not, it may have been written down, and counts once at most.
  const extra = did[half]!.attempts - scripted[half]!.attempts
  expect(answered ? [1] : [0, 1]).toContain(extra)
  scripted[half]!.attempts += extra
  const hands = seats
    .map(({ seat }, index) => ({ index, since: body.class.seats[seat].hand }))
    .filter(({ since }) => since !== null)
    .sort((one, other) => one.since - other.since)
  const asking = seats
    .map((_, index) => index)
    .filter(index => scriptOf(index).asks && !scriptOf(index).helped)
  expect(hands.map(({ index }) => index)).toEqual(asking)
  expect(did).toEqual(scripted)
  expect(live()).toEqual(body.class)
}, 600_000)
