import { emptyInput, type Program } from '../../../process'
import { createShell } from '../../shell'

/** `test` and `[` as programs of their own (`kubectl exec web -- test -f /etc/nginx/nginx.conf`): the shell's own test. */
export const test: Program = async process => {
  const [name = 'test', ...args] = process.argv
  const shell = createShell({
    dialect: 'bash',
    name,
    programs: () => undefined,
    files: process.files,
    env: process.env,
    cwd: process.cwd,
    stdin: emptyInput,
    stdout: process.stdout,
    stderr: process.stderr,
    args,
  })
  await shell.run(name.endsWith('[') ? 'builtin [ "$@"' : 'builtin test "$@"')
  return shell.status
}
