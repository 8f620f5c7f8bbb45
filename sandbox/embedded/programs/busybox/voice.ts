import type { Output, Program } from '../../../process'
import { busyboxLs } from '../../../shell'

/** How busybox says what GNU's tools say otherwise: `tool: ` stands before both. */
const sayings: readonly (readonly [tool: string, gnu: RegExp, busybox: string])[] = [
  ['cat', /^(.+): Is a directory$/, 'read error: Is a directory'],
  ['cat', /^(.+): (.+)$/, "can't open '$1': $2"],
  ['chmod', /^cannot access '(.+)': (.+)$/, '$1: $2'],
  ['cp', /^cannot stat '(.+)': (.+)$/, "can't stat '$1': $2"],
  ['cp', /^-r not specified; omitting directory '(.+)'$/, "omitting directory '$1'"],
  ['cp', /^cannot create (?:regular file|directory) '(.+)': (.+)$/, "can't create '$1': $2"],
  ['cut', /^you must specify a list of (.+)$/, 'expected a list of $1'],
  ['date', /^invalid date ‘(.*)’$/, "invalid date '$1'"],
  ['du', /^cannot access '(.+)': (.+)$/, '$1: $2'],
  ['ln', /^failed to create symbolic link '(.+)': (.+)$/, '$1: $2'],
  ['ls', /^cannot access '(.+)': (.+)$/, '$1: $2'],
  ['mkdir', /^cannot create directory ‘(.+)’: (.+)$/, "can't create directory '$1': $2"],
  ['mktemp', /^.*: (.+)$/, '(null): $1'],
  ['mv', /^cannot stat '(.+)': (.+)$/, "can't rename '$1': $2"],
  ['rm', /^cannot remove '(.+)': Is a directory$/, "'$1' is a directory"],
  ['rm', /^cannot remove '(.+)': (.+)$/, "can't remove '$1': $2"],
  ['rmdir', /^failed to remove '(.+)': (.+)$/, "'$1': $2"],
  ['stat', /^cannot stat '(.+)': (.+)$/, "can't stat '$1': $2"],
  ['tail', /^cannot open '(.+)' for reading: (.+)$/, "can't open '$1': $2"],
  ['tail', /^([^ ]+): (No such file or directory)$/, "can't open '$1': $2\ntail: no files"],
  ['touch', /^cannot touch '(.+)': (.+)$/, '$1: $2'],
]

/** Exit statuses that are others: who runs out of time was killed by SIGTERM. */
const statuses: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  ls: { 2: 1 },
  timeout: { 124: 143 },
}

const nobody: Readonly<Record<number, number>> = {}

function reword(tool: string, line: string): string {
  const prefix = `${tool}: `
  if (!line.startsWith(prefix)) return line
  const said = line.slice(prefix.length)
  const found = sayings.find(([of, gnu]) => of === tool && gnu.test(said))
  return found ? prefix + said.replace(found[1], found[2]) : line
}

const byLine = (output: Output, change: (line: string) => string): Output => ({
  write: chunk => {
    const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
    return output.write(text.split('\n').map(change).join('\n'))
  },
  ...(output.tty && { tty: output.tty }),
})

/** A tool of GNU's, or one of ours, that speaks as the applet of busybox with its name. */
export function inBusybox(name: string, gnu: Program): Program {
  const tool = name === 'ls' ? busyboxLs : name === 'wc' ? busyboxWc(gnu) : gnu
  return async process => {
    const stderr = sayings.some(([of]) => of === name)
      ? byLine(process.stderr, line => reword(name, line))
      : process.stderr
    const status = await tool({ ...process, stderr })
    return (statuses[name] ?? nobody)[status] ?? status
  }
}

/** Counts in columns of nine, unless there is only one. */
const busyboxWc =
  (gnu: Program): Program =>
  process => {
    const stdout = byLine(process.stdout, line => {
      const [, counts = '', name = ''] = /^([\s\d]*\d)( .*)?$/.exec(line) ?? []
      const numbers = counts.trim().split(/\s+/)
      const files = process.argv.slice(1).filter(argument => !argument.startsWith('-'))
      if (counts === '' || (numbers.length === 1 && files.length < 2)) return line.trimStart()
      return numbers.map(number => number.padStart(9)).join(' ') + name
    })
    return gnu({ ...process, stdout })
  }
