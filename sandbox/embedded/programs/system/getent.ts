import { resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'

const notFound = 2

/** getent(1) of the databases `hosts` and `ahosts`. */
export const getent: ContainerProgram = async (process, { sockets }) => {
  const [, database, name] = process.argv
  if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4') {
    await process.stderr.write(`Unknown database: ${database ?? ''}\n`)
    return 1
  }
  if (name === undefined) {
    await process.stdout.write(new TextDecoder().decode(await process.files.read('/etc/hosts')))
    return 0
  }
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, name)
  if ('failure' in found) return notFound
  for (const address of found.addresses) await process.stdout.write(`${address.padEnd(15)} ${found.name}\n`)
  return 0
}
