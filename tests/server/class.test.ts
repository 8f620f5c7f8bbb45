import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type ClassState, classAfter, protocolVersion } from '@/protocol'
import { createKillable } from './killable'
import { type Anything, learnerAt, type TestLearner } from './start'

const participants = 30
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

/** What participant number so and so does: some err once or twice, some take hints, some give up. */
const scriptOf = (index: number) => ({
  wrong: index % 3,
  hints: index % 2,
  passes: index % 10 !== 9,
})

async function play(learner: TestLearner, sandbox: string, index: number) {
  const script = scriptOf(index)
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
  const joined = await Promise.all(
    learners.map(learner => learner.api('POST', '/seats', { code: workshop.code, name: 'Sam' })),
  )
  const seats = joined.map(({ body }) => body)
  expect(new Set(seats.map(({ name }) => name)).size).toBe(participants)
  const half = participants / 2
  for (let index = 0; index < half; index++) await play(learners[index]!, seats[index].sandbox, index)

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
  for (let index = half; index < participants; index++) await play(again[index]!, seats[index].sandbox, index)

  const { body } = await teacherAgain.api('GET', `/workshops/${workshop.id}/class`)
  const did = seats.map(({ seat }) => {
    const { state, attempts, hints } = body.class.seats[seat].tasks[`${lesson}/${task}`]
    return { attempts, hints, passes: state === 'passed' }
  })
  const scripted = seats.map((_, index) => {
    const { wrong: errors, hints, passes } = scriptOf(index)
    return { attempts: errors + (passes ? 1 : 0), hints, passes }
  })
  // A check that was cut off counts if it was answered; if not, it may have been written down, and counts once at most.
  const extra = did[half]!.attempts - scripted[half]!.attempts
  expect(answered ? [1] : [0, 1]).toContain(extra)
  scripted[half]!.attempts += extra
  expect(did).toEqual(scripted)
  expect(live()).toEqual(body.class)
}, 600_000)
