import { type Family, resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'

const notFound = 2
const databases: Readonly<Record<string, Family>> = {
  hosts: undefined,
  ahosts: undefined,
  ahostsv4: 4,
  ahostsv6: 6,
}

/** getent(1) of the databases `hosts` and `ahosts`. */
export const getent: ContainerProgram = async (process, { sockets }) => {
  const [, database, name] = process.argv
  if (!database || !Object.hasOwn(databases, database)) {
    await process.stderr.write(`Unknown database: ${database ?? ''}\n`)
    return 1
  }
  if (name === undefined) {
    await process.stdout.write(new TextDecoder().decode(await process.files.read('/etc/hosts')))
    return 0
  }
  const context = { sockets, files: process.files, signal: process.signal }
  const found = await resolve(context, name, databases[database])
  if ('failure' in found) return notFound
  for (const address of found.addresses) await process.stdout.write(`${address.padEnd(15)} ${found.name}\n`)
  return 0
}
