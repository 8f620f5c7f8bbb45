import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = new URL('../..', import.meta.url).pathname
/** Milliseconds in a tick of `/proc`, as Linux has it everywhere. */
const tick = 10

/** The server of the tests, without pages, in a process of its own: an instructor and so many more are known to it. */
export async function startClassServer(directory: string, people: number) {
  // PROFILE=DIRECTORY keeps what its processor did.
  const { PROFILE } = process.env
  const profile = PROFILE ? ['--cpu-prof', '--cpu-prof-dir', PROFILE] : []
  const child = spawn(
    process.execPath,
    [...profile, '--import', 'tsx', join(root, 'tests/server/running/main.ts'), directory, String(people)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: '', SANDBOX_LIMIT: String(people + 10) },
    },
  )
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const said: { host: string; people: string[] } = JSON.parse(line)

  const used = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * tick
  }
  return {
    ...said,
    /** Milliseconds of a processor that it used since this was asked last. */
    cpu() {
      let last = used()
      return {
        since() {
          const before = last
          last = used()
          return last - before
        },
      }
    },
    async end() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
