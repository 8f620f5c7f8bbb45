import type { Difference } from './session'

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)

/** A difference for a person to read: what was typed, and what was answered. */
export function told({ seed, line, found }: Difference): string {
  const environment = Object.entries(line.env ?? {}).map(([name, value]) => `${name}=${value} `)
  const input = line.stdin === undefined ? '' : ' < file'
  return `${seed}: ${environment.join('')}kubectl ${line.words.map(quoted).join(' ')}${input}\n    ${found.join('\n    ')}`
}
