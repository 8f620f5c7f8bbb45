import type { ContainerProgram } from '../machine'

const kernel = { name: 'Linux', release: '6.12.0', version: '#1 SMP PREEMPT_DYNAMIC', machine: 'x86_64' }

export const uname: ContainerProgram = async ({ argv, stdout }, { hostname }) => {
  const letters = argv.slice(1).join('').replaceAll('-', '') || 's'
  const all = letters.includes('a')
  const parts: [string, string][] = [
    ['s', kernel.name],
    ['n', hostname],
    ['r', kernel.release],
    ['v', kernel.version],
    ['m', kernel.machine],
    ['o', 'GNU/Linux'],
  ]
  const shown = parts.filter(([letter]) => all || letters.includes(letter)).map(([, text]) => text)
  await stdout.write(`${shown.join(' ')}\n`)
  return 0
}
