import { startTestServer } from './start'

// A test server in a process of its own, to be killed: `tsx tests/server/running/main.ts DIRECTORY [PEOPLE]`. Says where it
// listens and whom it knows; on a new directory it makes them: one learner, or an instructor and so many more.
const [, , directory, count = '0'] = process.argv
const server = await startTestServer({
  directory,
  url: process.env.DATABASE_URL || undefined,
  // What was being sent when a server was killed is sent again soon.
  deliveryLease: 1_000,
  limit: Number(process.env.SANDBOX_LIMIT || 100),
})
const { person } = server.database.prisma
if ((await person.count()) === 0) {
  if (count !== '0') await server.learner('instructor')
  for (let made = await person.count(); made < Math.max(1, Number(count) + 1); made++) await server.learner()
}
const known = await person.findMany({
  orderBy: [{ role: 'desc' }, { createdAt: 'asc' }],
  select: { id: true },
})
const people = known.map(({ id }) => id)
// A profile of the processor is written when the process ends by itself.
process.once('SIGTERM', () => process.exit())
console.log(JSON.stringify({ host: server.host, person: people[0], people }))
