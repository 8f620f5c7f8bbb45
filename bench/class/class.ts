import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClassState, classAfter, emptyClass } from '@/protocol'
import type { Measurement } from '../main'
import { percentile } from '../statistics'
import { type Member, memberOf } from './member'
import { startClassServer } from './server'

const participants = 300
const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const task = 'selecting'
/** Milliseconds in which everybody comes, and in which everybody passes. */
const arrival = 15_000
const work = 30_000
/** Keys typed in the shared terminal, and the milliseconds between two. */
const keys = 100
const pause = 200

const sleep = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

/** Each one does it when their turn comes, evenly over so many milliseconds; answers how long each took. */
const spread = (members: readonly Member[], over: number, act: (member: Member, index: number) => unknown) =>
  Promise.all(
    members.map(async (member, index) => {
      await sleep((index / members.length) * over)
      const start = performance.now()
      await act(member, index)
      return performance.now() - start
    }),
  )

/** One instructor and three hundred participants of one workshop: clients of a server in a process of its own. */
export async function measure(): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const server = await startClassServer(directory, participants)
  try {
    const [teacher, ...class_] = await Promise.all(server.people.map(id => memberOf(server.host, id)))
    if (!teacher) throw new Error('the server knows nobody')
    const made = { title: 'Bench', course, lessons: [lesson], capacity: participants }
    const workshop = await teacher.ask('POST', '/workshops', made)
    const at = `/workshops/${workshop.id}`
    const live = `/ws${at}/live`

    // What the dashboard does with what it is told, and how long after it happened.
    let state: ClassState = emptyClass
    const delays: number[] = []
    let prepared = 0
    let allPrepared = () => {}
    await teacher.subscribe(live, message => {
      if (message.type === 'snapshot') state = message.class
      if (message.type !== 'event') return
      state = classAfter(state, message.event)
      if (message.event.type === 'prepared' && ++prepared === participants) allPrepared()
      if (message.event.type === 'graded') delays.push(Date.now() - message.event.at)
    })

    // As an instructor does before everybody comes.
    await new Promise<void>(resolve => {
      allPrepared = resolve
      void teacher.ask('POST', `${at}/preparation`, { seats: participants })
    })
    const cpu = server.cpu()
    const joins = await spread(class_, arrival, async member => {
      const seat = await member.ask('POST', '/seats', { code: workshop.code, name: 'Sam' })
      member.sandbox = seat.sandbox
      await member.subscribe(live)
    })
    const joining = cpu.since()

    await spread(class_, work, member =>
      member.ask('POST', `/sandboxes/${member.sandbox}/lesson`, { lesson, task }),
    )
    cpu.since()
    const check = (answer: string) => ({ lesson, task, answers: { [task]: answer } })
    await spread(class_, work, async (member, index) => {
      const checks = `/sandboxes/${member.sandbox}/checks`
      if (index % 3 === 0) await member.ask('POST', checks, check('by-name'))
      await member.ask('POST', checks, check('by-label'))
    })
    const passing = cpu.since()
    const passed = Object.values(state.seats).filter(
      ({ tasks }) => tasks[`${lesson}/${task}`]?.state === 'passed',
    )
    if (passed.length !== participants) throw new Error(`the dashboard shows ${passed.length} who passed`)

    const { sandbox } = await teacher.ask('PUT', `${at}/shared-terminal`, { shared: true })
    const typist = await teacher.attach(`/ws/sandboxes/${sandbox}/terminals/main`)
    let watching = () => {}
    for (const member of class_) await member.watch(`/ws${at}/shared`, () => watching())
    await sleep(1_000)
    cpu.since()
    const echoes: number[] = []
    const everywhere: number[] = []
    for (let key = 0; key < keys; key++) {
      const next = sleep(pause)
      const start = performance.now()
      let saw = 0
      const all = new Promise<number>(resolve => {
        watching = () => {
          if (++saw === participants) resolve(performance.now() - start)
        }
      })
      echoes.push(await typist.type('a'))
      everywhere.push(await all)
      await next
    }
    const typing = cpu.since()
    return [
      { what: 'join, until one sees the class, p50', value: percentile(joins, 0.5), unit: 'ms' },
      { what: 'join, p95', value: percentile(joins, 0.95), unit: 'ms', target: 'under 1,000' },
      { what: 'from a pass to the dashboard, p50', value: percentile(delays, 0.5), unit: 'ms' },
      {
        what: 'from a pass to the dashboard, p95',
        value: percentile(delays, 0.95),
        unit: 'ms',
        target: 'under 500',
      },
      { what: 'key to echo, 300 watch, p50', value: percentile(echoes, 0.5), unit: 'ms' },
      {
        what: 'key to echo, 300 watch, p99',
        value: percentile(echoes, 0.99),
        unit: 'ms',
        target: 'under 100',
      },
      { what: 'key until the last of 300 saw it, p99', value: percentile(everywhere, 0.99), unit: 'ms' },
      { what: 'processor time of a join', value: joining / participants, unit: 'ms' },
      { what: 'processor time of a check', value: passing / delays.length, unit: 'ms' },
      { what: 'processor time of a key that 300 see', value: typing / keys, unit: 'ms' },
    ]
  } finally {
    await server.end()
    await rm(directory, { recursive: true, force: true })
  }
}
