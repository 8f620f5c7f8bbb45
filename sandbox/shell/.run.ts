import { readFileSync } from 'node:fs'
import { createCollector, createMemoryFiles, emptyInput, inputOf } from '../process'
import { createShell, createShellProgram, shellTools } from '.'

const out = createCollector(1e7)
const table: any = { ...shellTools }
table.bash = createShellProgram({ dialect: 'bash', programs: n => table[n] })
table.sh = table.bash
const shell = createShell({
  dialect: 'bash',
  name: 'bash',
  programs: n => table[n],
  files: createMemoryFiles({ initial: { '/home/learner/': '', '/tmp/': '' } }),
  env: { HOME: '/home/learner', PATH: '/usr/bin:/bin', PWD: '/home/learner', USER: 'learner' },
  cwd: '/home/learner',
  stdin: emptyInput,
  stdout: out,
  stderr: out,
})
const src = process.argv[2] === '-f' ? readFileSync(process.argv[3]!, 'utf8') : process.argv[2]!
const s = await shell.run(src)
process.stdout.write(out.text())
console.log('=>', s)
