import { setTimeout as sleep } from 'node:timers/promises'
import { emptyInput, type Output, type Program } from '@/sandbox/process'
import type { Sandbox } from '@/sandbox/provider'
import { createShell, type Shell, shellTools } from '@/sandbox/shell'
import { createKubectl } from '@/sandbox/terminal/kubectl/kubectl'
import { createMinikube } from '@/sandbox/terminal/minikube'
import { type Answer, scriptName } from './answer'

const home = '/home/learner'

/** Milliseconds that an answer may run. */
export const patience = 60_000

/** What the EXIT trap of a stopped answer may take. */
const lastWords = 1_000

export type Play = {
  /** What its commands print. */
  onOutput: (text: string) => void
  /** Milliseconds; what still runs then is stopped, and graded by what it has done until then. */
  patience: number
}

/**
 * Plays an answer that lies in `directory` of the sandbox with the sandbox's own shell and kubectl; nothing of the
 * host is within its reach. Answers the shell's status.
 */
export async function runAnswer(
  { access, files }: Sandbox,
  directory: string,
  answer: Answer,
  { onOutput, patience }: Play,
): Promise<number> {
  const script = answer.files.get(scriptName)
  const programs: Readonly<Record<string, Program>> = {
    kubectl: createKubectl({ access }),
    minikube: createMinikube({ access }),
  }
  const output: Output = {
    async write(chunk) {
      onOutput(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))
    },
  }
  const shell = createShell({
    dialect: 'bash',
    name: script ? `./${scriptName}` : 'bash',
    programs: name => programs[name] ?? shellTools[name],
    files,
    env: { HOME: home, USER: 'learner', PATH: '/usr/local/bin:/usr/bin:/bin', TERM: 'dumb' },
    cwd: directory,
    stdin: emptyInput,
    stdout: output,
    stderr: output,
  })
  const command = script ? new TextDecoder().decode(script) : 'kubectl apply -f .'
  const isDone = await endsWithin(shell, shell.run(command), patience)
  if (!isDone) {
    onOutput(
      `${scriptName} still ran after ${patience / 1000} seconds and was stopped; graded is what it did until then\n`,
    )
  }
  await endsWithin(shell, shell.end(), isDone ? patience : lastWords)
  return shell.status
}

/** Does it end in time? Else it is killed. */
async function endsWithin(shell: Shell, running: Promise<number>, time: number): Promise<boolean> {
  const late = Symbol()
  const timer = new AbortController()
  const outcome = await Promise.race([running, sleep(time, late, { signal: timer.signal }).catch(() => late)])
  if (outcome !== late) {
    timer.abort()
    return true
  }
  shell.interrupt('SIGKILL')
  await Promise.race([running, sleep(lastWords, late)])
  return false
}
