import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '@/sandbox/embedded/provider'
import { createCollector, emptyInput, type Program, type ProgramTable } from '@/sandbox/process'
import type { Sandbox } from '@/sandbox/provider'
import { createShell, createShellProgram, type Shell, shellTools } from '@/sandbox/shell'
import { createKubectl } from '@/sandbox/terminal/kubectl'
import { differences, parse } from '../transcripts/replay.mjs'

/**
 * Plays the sessions that were recorded on a real cluster through the learner's shell and kubectl, on an embedded
 * cluster, and compares every answer.
 */
const folder = join(import.meta.dirname, '../transcripts/sessions')
const sessions = readdirSync(folder).filter(name => name.endsWith('.console'))

/** What cannot be the same here: other people's objects on the recorded cluster, and a race that it lost. */
const notComparable = new Set([
  'kubectl get netpol -A',
  "kubectl run debug --rm -i --restart=Never --image=nicolaka/netshoot -n netpol-demo --command -- curl -sS -m 2 -o /dev/null -w '%{http_code}\\n' http://$WEB",
])

type Answer = { stdout: string[]; stderr: string[]; code: number }
type Entry = Answer & { kind: string; name: string; body: string; command: string }

const directory = '/home/learner/session'
const outputLimit = 1_000_000
const patience = 90_000

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

const linesOf = (text: string): string[] => {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A fresh shell a command line, as the recording had; variables that the session set are in its environment. */
async function run(sandbox: Sandbox, command: string, env: Record<string, string>): Promise<Answer> {
  const kubectl = createKubectl({ access: sandbox.access, programs: name => programs(name) })
  const sh: Program = process => createShellProgram({ dialect: 'bash', programs })(process)
  const programs: ProgramTable = name => ({ ...shellTools, kubectl, sh })[name]
  const stdout = createCollector(outputLimit)
  const stderr = createCollector(outputLimit)
  const shell: Shell = createShell({
    dialect: 'bash',
    name: 'bash',
    programs,
    files: sandbox.files,
    env: { HOME: '/home/learner', TERM: 'dumb', PATH: '/usr/bin:/bin', ...env },
    cwd: directory,
    stdin: emptyInput,
    stdout,
    stderr,
  })
  const code = await shell.run(command)
  await shell.end()
  return { stdout: linesOf(stdout.text()), stderr: linesOf(stderr.text()), code }
}

async function play(sandbox: Sandbox, entries: readonly Entry[]): Promise<string[]> {
  const found: string[] = []
  const env: Record<string, string> = {}
  await sandbox.files.makeDirectory(directory, { recursive: true })
  for (const entry of entries) {
    if (entry.kind === 'file') await sandbox.files.write(`${directory}/${entry.name}`, entry.body)
    if (entry.kind === 'set') env[entry.name] = (await run(sandbox, entry.command, env)).stdout.join('\n')
    if (entry.kind === 'wait') await waitFor(sandbox, entry.command, env)
    if (entry.kind === 'command') {
      const answer = await run(sandbox, entry.command, env)
      if (notComparable.has(entry.command)) continue
      for (const difference of differences(entry, answer)) found.push(`$ ${entry.command}\n    ${difference}`)
    }
  }
  return found
}

/** Policies hold here as soon as they are stored: what only waits for them is left out. */
async function waitFor(sandbox: Sandbox, command: string, env: Record<string, string>): Promise<void> {
  if (/^sleep \d+; true$/.test(command)) return
  const until = Date.now() + patience
  while ((await run(sandbox, command, env)).code !== 0) {
    if (Date.now() > until) throw new Error(`never succeeded: ${command}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

describe('a session in the terminal answers as the recorded one did', () => {
  for (const name of sessions) {
    it.concurrent(basename(name, '.console'), async () => {
      const entries = parse(readFileSync(join(folder, name), 'utf8')) as unknown as Entry[]
      const sandbox = await provider.open(`session-${name.slice(0, 2)}`)
      expect(await play(sandbox, entries)).toEqual([])
    }, 300_000)
  }
})
