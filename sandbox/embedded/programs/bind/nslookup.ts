import { isIPv6 } from '../../network/address'
import { type RecordType, type ResourceRecord, recordTypes } from '../../network/dns/message'
import { pointerName } from '../../network/dns/pointer'
import { query } from '../../network/dns/query'
import { candidates, readResolverConfiguration, resolve } from '../../network/resolver'
import type { ContainerProgram } from '../machine'

const dnsPort = 53
const patience = { timeout: 5_000, attempts: 3 }

/** nslookup of BIND 9.18: the search list is followed, the first name that exists is shown. */
export const nslookup: ContainerProgram = async (process, { sockets }) => {
  const args = process.argv.slice(1)
  const [host, serverName] = args.filter(argument => !argument.startsWith('-'))
  const wanted = args.map(argument => argument.match(/^-(?:type|querytype|query|q)=(.+)$/)?.[1]).find(Boolean)
  if (host === undefined) return 0
  const configuration = await readResolverConfiguration(process.files)
  const named = serverName ?? configuration.nameservers[0]!
  const context = { sockets, files: process.files, signal: process.signal }
  const found = await resolve(context, named)
  if ('failure' in found) {
    await process.stdout.write(`nslookup: couldn't get address for '${named}': not found\n`)
    return 1
  }
  const server = found.addresses[0]!
  const pointer = wanted ? undefined : pointerName(host)
  const reverse = pointer !== undefined
  const type = (
    (wanted ?? (reverse ? 'PTR' : 'A')).toUpperCase() in recordTypes
      ? (wanted ?? (reverse ? 'PTR' : 'A')).toUpperCase()
      : 'A'
  ) as RecordType
  const names = pointer ? [pointer] : candidates(host, configuration)
  const head = `Server:\t\t${server}\nAddress:\t${server}#${dnsPort}\n\n`
  const noRecursion = `;; Got recursion not available from ${server}\n`
  /** Without a type the IPv6 addresses of a name follow the others. */
  const sixthOf = async (name: string) => {
    const asked = { name, type: 'AAAA' } as const
    const options = { ...patience, signal: process.signal }
    const result = await query(sockets, { ip: server, port: dnsPort }, asked, options)
    return 'failure' in result ? '' : result.message.answers.map(describe).join('')
  }
  let code = 'NXDOMAIN'
  let warned = ''
  for (const name of names) {
    const result = await query(
      sockets,
      { ip: server, port: dnsPort },
      { name, type },
      { ...patience, signal: process.signal },
    )
    if ('failure' in result) {
      const reason = result.failure === 'refused' ? 'connection refused' : 'timed out'
      const error = `;; communications error to ${server}#${dnsPort}: ${reason}\n`
      await process.stdout.write(`${error.repeat(patience.attempts)};; no servers could be reached\n\n`)
      return 1
    }
    warned += noRecursion
    code = result.message.code
    if (code !== 'NOERROR' || result.message.answers.length === 0) continue
    const text = result.message.answers.map(describe).join('')
    const after = type === 'A' && !wanted ? noRecursion : ''
    const six = after && sockets.addresses.some(isIPv6) ? await sixthOf(name) : ''
    await process.stdout.write(`${warned}${reverse ? '' : head}${text}${after}${six}\n`)
    return 0
  }
  const problem =
    code === 'NOERROR' ? `*** Can't find ${host}: No answer` : `** server can't find ${host}: ${code}`
  await process.stdout.write(`${warned}${head}${problem}\n\n`)
  return 1
}

function describe(record: ResourceRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${record.name}\nAddress: ${record.address}\n`
    case 'PTR':
      return `${record.name}\tname = ${record.target}.\n`
    case 'CNAME':
      return `${record.name}\tcanonical name = ${record.target}.\n`
    case 'SRV':
      return `${record.name}\tservice = ${record.priority} ${record.weight} ${record.port} ${record.target}.\n`
    case 'NS':
      return `${record.name}\tnameserver = ${record.target}.\n`
    case 'SOA':
      return `${record.name}\n\torigin = ${record.primary}\n\tmail addr = ${record.mailbox}\n`
  }
}
