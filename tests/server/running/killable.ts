import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Servers in processes of their own, on one directory, to be killed as a power cut would. */
export function createKillable(directory: string, people = 0, url?: string) {
  const children: ChildProcess[] = []
  return {
    async start() {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), directory, String(people)],
        { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATABASE_URL: url ?? '' } },
      )
      children.push(child)
      const [line] = await once(createInterface({ input: child.stdout }), 'line')
      const said: { host: string; person: string; people: string[] } = JSON.parse(line)
      return {
        ...said,
        async kill() {
          child.kill('SIGKILL')
          await once(child, 'exit')
        },
      }
    },
    end() {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}
