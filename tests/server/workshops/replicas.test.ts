import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import { createKillable } from '../running/killable'
import { learnerAt } from '../running/start'

const course = 'network-policies'
const lesson = '01-how-network-policies-work'
const task = 'selecting'

const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-replicas-'))
const cluster = mkdtempSync(join(tmpdir(), 'netpol-lab-postgres-'))
const ends: (() => void)[] = []
afterAll(() => {
  for (const end of ends.reverse()) end()
  for (const made of [directory, cluster]) rmSync(made, { recursive: true, force: true })
})

/** A PostgreSQL of our own, where this machine has one; else the one that is named. Undefined: there is none. */
async function postgres(): Promise<string | undefined> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  const bin = programs()
  if (bin === undefined) return undefined
  const data = join(cluster, 'data')
  mkdirSync(data, { mode: 0o700 })
  // PostgreSQL does not run as root; nobody will do.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  if (nobody.uid) for (const made of [cluster, data]) chownSync(made, nobody.uid, nobody.gid)
  const as = { ...nobody, cwd: cluster, stdio: 'ignore' } as const
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '-N'], as)
  const settings = ['-k', cluster, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], as)
  ends.push(() => server.kill('SIGINT'))
  const url = `postgresql://postgres@localhost/postgres?host=${cluster}`
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    const answers = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (answers) return url
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

function programs(): string | undefined {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

it('a class goes on over two servers on one database, also when one is killed', async context => {
  const url = await postgres()
  if (url === undefined) return context.skip('this machine has no PostgreSQL')
  const start = async (name: string) => {
    const servers = createKillable(join(directory, name), 3, url)
    ends.push(servers.end)
    return servers.start()
  }
  const one = await start('one')
  const two = await start('two')
  const [teaches, ...others] = one.people
  expect(two.people).toEqual(one.people)
  const teacher = await learnerAt(two.host, teaches!)
  const { body: workshop } = await teacher.api('POST', '/workshops', {
    ...{ title: 'Two', course, lessons: [lesson], capacity: 3 },
  })
  const socket = teacher.socket(`/ws/workshops/${workshop.id}/live`)
  await socket.opened()
  socket.send({ type: 'subscribe', version: protocolVersion })
  await socket.message(({ type }) => type === 'snapshot')
  const seen = (type: string, seat: string, outcome?: string) =>
    socket.message(({ event }) => event?.type === type && event.seat === seat && event.outcome === outcome)

  // Both servers write into one log, at the same time.
  const hosts = [one.host, two.host, one.host]
  const learners = await Promise.all(others.map((id, index) => learnerAt(hosts[index]!, id)))
  const joined = await Promise.all(
    learners.map(learner => learner.api('POST', '/seats', { code: workshop.code, name: 'Sam' })),
  )
  const seats = joined.map(({ body }) => body)
  expect(new Set(seats.map(({ name }) => name)).size).toBe(3)
  for (const { seat } of seats) await seen('joined', seat)
  const named = await socket.message(({ type, seat }) => type === 'seat' && seat.id === seats[0].seat)
  expect(named.seat.name).toBe(seats[0].name)

  const check = async (learner: (typeof learners)[number], seat: { sandbox: string }, answer: string) => {
    await learner.api('POST', `/sandboxes/${seat.sandbox}/lesson`, { lesson, task, replace: true })
    const answers = { [task]: answer }
    return learner.api('POST', `/sandboxes/${seat.sandbox}/checks`, { lesson, task, answers })
  }
  expect((await check(learners[0]!, seats[0], 'by-label')).body.outcome).toBe('passed')
  await seen('graded', seats[0].seat, 'passed')

  // Who is on the other server is seen here, but what they have there is not taken for what is here.
  const page = async (person: (typeof learners)[number]) => {
    const connected = person.socket(`/ws/workshops/${workshop.id}/live`)
    await connected.opened()
    connected.send({ type: 'subscribe', version: protocolVersion })
    await connected.message(({ type }) => type === 'snapshot')
    return connected
  }
  const onlineSeen = (...there: { seat: string }[]) =>
    socket.message(
      ({ type, seats: online }) =>
        type === 'online' &&
        [...online].sort().join() ===
          there
            .map(({ seat }) => seat)
            .sort()
            .join(),
    )
  const [far, near] = [await page(learners[0]!), await page(learners[1]!)]
  await onlineSeen(seats[0], seats[1])
  const at = `/workshops/${workshop.id}`
  expect((await teacher.api('GET', `${at}/class`)).body.online).toHaveLength(2)
  expect((await teacher.api('POST', `${at}/seats/${seats[0].seat}/check`)).body.code).toBe('elsewhere')
  expect((await teacher.api('POST', `${at}/seats/${seats[1].seat}/reset`)).body.code).toBe('lesson-not-open')
  const refusedBy = async (who: typeof teacher, path: string) => {
    const terminal = who.socket(`/ws${at}/${path}`)
    return (await terminal.message(({ type }) => type === 'refused')).reason
  }
  expect(await refusedBy(teacher, `seats/${seats[0].seat}/terminals/main`)).toBe('elsewhere')

  // The instructor's terminal is seen on both.
  const { sandbox } = (await teacher.api('PUT', `${at}/shared-terminal`, { shared: true })).body
  await far.message(({ event }) => event?.type === 'shared')
  const watch = async (who: typeof teacher, path: string, viewer: string) => {
    const terminal = who.socket(`/ws${path}`)
    await terminal.opened()
    terminal.send({ type: 'attach', version: protocolVersion, viewer, columns: 100, rows: 30 })
    await terminal.message(({ type }) => type === 'screen')
    const shows = (text: string) =>
      terminal.message(() =>
        terminal.messages
          .map(({ data }) => data ?? '')
          .join('')
          .includes(text),
      )
    return { ...terminal, shows }
  }
  const own = await watch(teacher, `/sandboxes/${sandbox}/terminals/main`, 'the-instructor')
  const [here, there] = await Promise.all([
    watch(learners[1]!, `${at}/shared`, 'viewer-here'),
    watch(learners[0]!, `${at}/shared`, 'viewer-there'),
  ])
  own.send({ type: 'input', sequence: 1, data: 'echo shown-$((40 + 2)); seq 1 3000\r' })
  for (const viewer of [here, there]) await viewer.shows('shown-42')
  for (const viewer of [here, there]) await viewer.shows('2999')
  const late = await watch(learners[0]!, `${at}/shared`, 'viewer-late')
  await late.shows('3000')
  await teacher.api('PUT', `${at}/shared-terminal`, { shared: false })
  for (const viewer of [here, there, late]) await viewer.closed()
  own.end()
  near.end()
  await onlineSeen(seats[0])
  far.end()
  await onlineSeen()

  await one.kill()
  const elsewhere = await learnerAt(two.host, others[2]!)
  expect((await elsewhere.api('GET', `/workshops/${workshop.id}/seat`)).body).toEqual(seats[2])
  expect((await check(elsewhere, seats[2], 'by-label')).body.outcome).toBe('passed')
  await seen('graded', seats[2].seat, 'passed')
  const { body } = await teacher.api('GET', `/workshops/${workshop.id}/report`)
  expect(
    body.map(({ passed, attempts }: { passed: number; attempts: number }) => [passed, attempts]),
  ).toEqual([...seats].sort((a, b) => a.number - b.number).map(seat => (seat === seats[1] ? [0, 0] : [1, 1])))
  const events = socket.messages.flatMap(({ event }) => event?.sequence ?? [])
  expect(events).toEqual(events.map((_, index) => index + 1))
}, 300_000)
