import type { Process } from '../../../process'
import type { ContainerProgram } from '../machine'

/** hostname(1): `-f` asks for the long name, which stands first in /etc/hosts where there is one; `-i` and `-I` tell the address. */
export const hostname: ContainerProgram = async (process, machine) => {
  const { argv, stdout, stderr } = process
  const option = argv[1]
  if (option === '-f') {
    await stdout.write(`${await longName(process, machine.hostname)}\n`)
    return 0
  }
  if (option === undefined || option === '-s') {
    await stdout.write(`${machine.hostname}\n`)
    return 0
  }
  if (option === '-i' || option === '-I') {
    const { address, addresses } = machine.sockets
    await stdout.write(option === '-I' ? `${addresses.join(' ')} \n` : `${address}\n`)
    return 0
  }
  await stderr.write('hostname: sethostname: Operation not permitted\n')
  return 1
}

async function longName({ files }: Process, short: string): Promise<string> {
  const text = new TextDecoder().decode(await files.read('/etc/hosts').catch(() => new Uint8Array()))
  const line = text
    .split('\n')
    .map(words => words.trim().split(/\s+/))
    .find(([, ...names]) => names.includes(short))
  return line?.[1] ?? short
}
