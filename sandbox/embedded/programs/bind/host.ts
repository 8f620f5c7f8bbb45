import { parseIPv4 } from '../../network/address'
import { query } from '../../network/dns/query'
import { candidates, readResolverConfiguration } from '../../network/resolver'
import type { ContainerProgram } from '../machine'

const patience = { timeout: 5_000, attempts: 2 }
const dnsPort = 53

/** host(1) of BIND. */
export const host: ContainerProgram = async (process, { sockets }) => {
  const [name] = process.argv.slice(1).filter(argument => !argument.startsWith('-'))
  if (name === undefined) {
    await process.stderr.write(
      'Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time] name [server]\n',
    )
    return 1
  }
  const configuration = await readResolverConfiguration(process.files)
  const server = configuration.nameservers[0]!
  const reverse = parseIPv4(name) !== undefined
  const names = reverse
    ? [`${name.split('.').reverse().join('.')}.in-addr.arpa`]
    : candidates(name, configuration)
  for (const candidate of names) {
    const result = await query(
      sockets,
      { ip: server, port: dnsPort },
      { name: candidate, type: reverse ? 'PTR' : 'A' },
      { ...patience, signal: process.signal },
    )
    if ('failure' in result) {
      await process.stdout.write(';; no servers could be reached\n')
      return 1
    }
    const lines = result.message.answers.flatMap(record =>
      record.type === 'A'
        ? [`${candidate} has address ${record.address}\n`]
        : record.type === 'PTR'
          ? [`${candidate} domain name pointer ${record.target}.\n`]
          : [],
    )
    if (lines.length === 0) continue
    await process.stdout.write(lines.join(''))
    return 0
  }
  await process.stdout.write(`Host ${reverse ? names[0] : name} not found: 3(NXDOMAIN)\n`)
  return 1
}
