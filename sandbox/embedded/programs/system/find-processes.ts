import { RE2JS } from 're2js'
import type { ContainerProgram } from '../machine'
import type { ProcessEntry } from '../process-table'

const nameOf = ({ argv }: ProcessEntry) => argv[0]?.split('/').at(-1) ?? ''

/** pidof(8): the numbers of the processes with these names, the youngest first. */
export const pidof: ContainerProgram = async ({ argv, stdout }, { processes }) => {
  const found = processes.list().filter(entry => argv.slice(1).includes(nameOf(entry)))
  if (found.length === 0) return 1
  await stdout.write(
    `${found
      .map(({ pid }) => pid)
      .reverse()
      .join(' ')}\n`,
  )
  return 0
}

/** pgrep(1), with `-f`, `-l` and `-x`. */
export const pgrep: ContainerProgram = async ({ argv, stdout, stderr }, { processes, pid }) => {
  const options = argv.filter(argument => argument.startsWith('-')).join('')
  const [pattern] = argv.slice(1).filter(argument => !argument.startsWith('-'))
  let expression: RE2JS
  try {
    expression = RE2JS.compile(options.includes('x') ? `^(?:${pattern})$` : (pattern ?? ''))
  } catch {
    await stderr.write(`pgrep: bad regex '${pattern}'\n`)
    return 2
  }
  const text = (entry: ProcessEntry) => (options.includes('f') ? entry.argv.join(' ') : nameOf(entry))
  const found = processes.list().filter(entry => entry.pid !== pid && expression.matcher(text(entry)).find())
  for (const entry of found)
    await stdout.write(options.includes('l') ? `${entry.pid} ${text(entry)}\n` : `${entry.pid}\n`)
  return found.length > 0 ? 0 : 1
}
