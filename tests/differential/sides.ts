import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { kubeconfig } from '@/sandbox/embedded/kubeconfig'
import { createCollector, emptyInput, inputOf, type ProgramTable } from '@/sandbox/process'
import type { StartState } from '@/sandbox/provider'
import { shellTools } from '@/sandbox/shell'
import { createKubectl } from '@/sandbox/terminal/kubectl'
import type { Laboratory } from './laboratory'

/** One command line: the words after `kubectl`, and what it reads. */
export type Line = {
  words: readonly string[]
  env?: Readonly<Record<string, string>>
  stdin?: string
  /** Milliseconds after which Ctrl-C is pressed. */
  interruptAfter?: number
}
export type Answer = { stdout: string; stderr: string; code: number }

/** A kubectl with a cluster, a home and files of its own. */
export interface Side {
  run(line: Line): Promise<Answer>
  close(): Promise<void>
}

/** Milliseconds after which a command that should have ended counts as hanging. */
const patience = 20_000
const hung = 124
const environment = { PATH: '/usr/bin:/bin', TERM: 'dumb', KUBE_EDITOR: 'cat' }

/** The real program, on the host, with `files` in its directory. */
export async function openReal(
  laboratory: Laboratory,
  id: string,
  program: string,
  start: StartState,
  files: Readonly<Record<string, string>>,
): Promise<Side> {
  const { sandbox, access } = await laboratory.open(id)
  await sandbox.reset(start)
  const home = mkdtempSync(join(tmpdir(), 'differential-'))
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(home, name)), { recursive: true })
    writeFileSync(join(home, name), text)
  }
  put('.kube/config', kubeconfig(access))
  chmodSync(join(home, '.kube/config'), 0o600)
  for (const [name, text] of Object.entries(files)) put(name, text)
  return {
    run: ({ words, env, stdin = '', interruptAfter }) =>
      new Promise(resolve => {
        const child = spawn(program, words, {
          cwd: home,
          env: { NODE_ENV: 'test', HOME: home, ...environment, ...env },
        })
        let stdout = ''
        let stderr = ''
        child.stdout.setEncoding('utf8').on('data', text => {
          stdout += text
        })
        child.stderr.setEncoding('utf8').on('data', text => {
          stderr += text
        })
        child.stdin.on('error', () => {})
        child.stdin.end(stdin)
        const limit = setTimeout(
          () => child.kill(interruptAfter ? 'SIGINT' : 'SIGKILL'),
          interruptAfter ?? patience,
        )
        child.once('close', (code, signal) => {
          clearTimeout(limit)
          const status = signal === 'SIGINT' ? 130 : signal ? hung : (code ?? hung)
          resolve({
            stdout: stdout.replaceAll(home, '~'),
            stderr: stderr.replaceAll(home, '~'),
            code: status,
          })
        })
      }),
    async close() {
      rmSync(home, { recursive: true, force: true })
      await laboratory.remove(id)
    },
  }
}

const home = '/home/learner'

/** The terminal's kubectl, in the sandbox. */
export async function openOurs(
  laboratory: Laboratory,
  id: string,
  start: StartState,
  files: Readonly<Record<string, string>>,
): Promise<Side> {
  const { sandbox, access } = await laboratory.open(id)
  await sandbox.reset(start)
  const ownFiles = { '.kube/config': kubeconfig(access), ...files }
  for (const [name, text] of Object.entries(ownFiles)) {
    await sandbox.files.makeDirectory(dirname(`${home}/${name}`), { recursive: true })
    await sandbox.files.write(`${home}/${name}`, text)
  }
  for (const directory of environment.PATH.split(':'))
    await sandbox.files.makeDirectory(directory, { recursive: true })
  const programs: ProgramTable = name => shellTools[name]
  const kubectl = createKubectl({ access, programs })
  return {
    async run({ words, env, stdin, interruptAfter }) {
      const stdout = createCollector(20_000_000)
      const stderr = createCollector(1_000_000)
      const ends = new AbortController()
      const limit = setTimeout(() => ends.abort('SIGINT'), interruptAfter ?? patience)
      const code = await kubectl({
        argv: ['kubectl', ...words],
        env: { HOME: home, ...environment, ...env },
        cwd: home,
        stdin: stdin === undefined ? emptyInput : inputOf(stdin),
        stdout,
        stderr,
        files: sandbox.files,
        signal: ends.signal,
      })
      clearTimeout(limit)
      return {
        stdout: stdout.text().replaceAll(home, '~'),
        stderr: stderr.text().replaceAll(home, '~'),
        code: ends.signal.aborted && !interruptAfter ? hung : code,
      }
    },
    close: () => laboratory.remove(id),
  }
}
