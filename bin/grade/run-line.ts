import type { Output } from '@/sandbox/process'
import { emptyInput } from '@/sandbox/process'
import type { Sandbox } from '@/sandbox/provider'
import { createShell, shellTools } from '@/sandbox/shell'
import { createKubectl } from '@/sandbox/terminal/kubectl/kubectl'

const home = '/home/learner'

/** Runs one command line in a sandbox's own shell; nothing of the host is within its reach. Answers its status. */
export async function runLine(
  { access, files }: Sandbox,
  cwd: string,
  line: string,
  onOutput: (text: string) => void,
): Promise<number> {
  const kubectl = createKubectl({ access })
  const output: Output = {
    async write(chunk) {
      onOutput(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))
    },
  }
  const shell = createShell({
    dialect: 'bash',
    name: 'bash',
    programs: name => (name === 'kubectl' ? kubectl : shellTools[name]),
    files,
    env: { HOME: home, USER: 'learner', PATH: '/usr/local/bin:/usr/bin:/bin', TERM: 'dumb' },
    cwd,
    stdin: emptyInput,
    stdout: output,
    stderr: output,
  })
  const status = await shell.run(line)
  await shell.end()
  return status
}
