import { isIPv6 } from '../../network/address'
import type { RecordType } from '../../network/dns/message'
import { pointerName } from '../../network/dns/pointer'
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
  const pointer = pointerName(name)
  const reverse = pointer !== undefined
  const names = pointer ? [pointer] : candidates(name, configuration)
  const ask = (candidate: string, type: RecordType) =>
    query(
      sockets,
      { ip: server, port: dnsPort },
      { name: candidate, type },
      { ...patience, signal: process.signal },
    )
  for (const candidate of names) {
    const result = await ask(candidate, reverse ? 'PTR' : 'A')
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
    if (!reverse && sockets.addresses.some(isIPv6)) {
      const six = await ask(candidate, 'AAAA')
      const found = 'failure' in six ? [] : six.message.answers
      for (const record of found)
        if (record.type === 'AAAA') lines.push(`${candidate} has IPv6 address ${record.address}\n`)
    }
    if (lines.length === 0) continue
    await process.stdout.write(lines.join(''))
    return 0
  }
  await process.stdout.write(`Host ${reverse ? names[0] : name} not found: 3(NXDOMAIN)\n`)
  return 1
}
