import { emptyInput, type Output } from '@/sandbox/process'
import type { Sandbox } from '@/sandbox/provider'
import { createShell, shellTools } from '@/sandbox/shell'
import { createKubectl } from '@/sandbox/terminal/kubectl/kubectl'
import { type Answer, scriptName } from './answer'

const home = '/home/learner'

/**
 * Plays an answer that lies in `directory` of the sandbox with the sandbox's own shell and kubectl; nothing of the
 * host is within its reach. Answers the shell's status.
 */
export async function runAnswer(
  { access, files }: Sandbox,
  directory: string,
  answer: Answer,
  onOutput: (text: string) => void,
): Promise<number> {
  const script = answer.files.get(scriptName)
  const kubectl = createKubectl({ access })
  const output: Output = {
    async write(chunk) {
      onOutput(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))
    },
  }
  const shell = createShell({
    dialect: 'bash',
    name: script ? `./${scriptName}` : 'bash',
    programs: name => (name === 'kubectl' ? kubectl : shellTools[name]),
    files,
    env: { HOME: home, USER: 'learner', PATH: '/usr/local/bin:/usr/bin:/bin', TERM: 'dumb' },
    cwd: directory,
    stdin: emptyInput,
    stdout: output,
    stderr: output,
  })
  await shell.run(script ? new TextDecoder().decode(script) : 'kubectl apply -f .')
  return shell.end()
}
