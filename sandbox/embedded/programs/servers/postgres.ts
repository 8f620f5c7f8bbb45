import { beside } from '../beside'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { hangUpAfterFirstWord } from './hang-up'
import { listenOrSay } from './listen-or-say'

const port = 5432

/** What the image's entrypoint says when nobody chose a password. */
const noPassword = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`

/** PostgreSQL without a database: the port is open, and a client that begins to speak is hung up on. */
export const postgres: ContainerProgram = async (process, { sockets }) => {
  if (!process.env.POSTGRES_PASSWORD && process.env.POSTGRES_HOST_AUTH_METHOD !== 'trust') {
    await process.stderr.write(noPassword)
    return 1
  }
  const listener = await listenOrSay(
    process,
    sockets,
    port,
    'LOG:  could not bind IPv4 address "0.0.0.0": Address already in use',
  )
  if (!listener) return 1
  beside(process, hangUpAfterFirstWord(listener))
  const say = (message: string) =>
    process.stderr.write(
      `${new Date().toISOString().replace('T', ' ').replace('Z', ' UTC')} [1] LOG:  ${message}\n`,
    )
  await say(`listening on IPv4 address "0.0.0.0", port ${port}`)
  await say('database system is ready to accept connections')
  await untilAborted(process.signal)
  return 0
}
