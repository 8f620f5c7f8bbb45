import { startTestServer } from './start'

// A test server in a process of its own, to be killed: `tsx tests/server/main.ts DIRECTORY`. Says where it listens
// and, on a new directory, whom it knows.
const server = await startTestServer({ directory: process.argv[2] })
const known = await server.database.prisma.person.findFirst()
console.log(JSON.stringify({ host: server.host, person: known?.id ?? (await server.learner()).id }))
