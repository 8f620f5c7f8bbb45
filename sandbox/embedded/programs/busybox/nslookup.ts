import type { Process } from '../../../process'
import { hostPort } from '../../network/address'
import { type Message, type RecordType, type ResourceRecord, recordTypes } from '../../network/dns/message'
import { pointerName } from '../../network/dns/pointer'
import { query } from '../../network/dns/query'
import { readResolverConfiguration, resolve, resolverPatience } from '../../network/resolver'
import type { ContainerProgram, Machine } from '../machine'
import { usage } from './usage'

const usageText = `nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

Query DNS about HOST

QUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any`

const dnsPort = 53

type Ask = { name: string; type: RecordType }

/**
 * busybox nslookup 1.35 (its "big" build): asks every search name of a name with fewer dots than `ndots`... with one
 * peculiarity: only a name without any dot is searched.
 */
export const nslookup: ContainerProgram = async (process, machine) => {
  const args = process.argv.slice(1)
  const operands = args.filter(argument => !argument.startsWith('-'))
  const types = args.flatMap(argument => argument.match(/^-(?:type|querytype|q)=(.+)$/)?.[1] ?? [])
  const [host, serverName] = operands
  const unknown = types.find(type => !(type.toUpperCase() in recordTypes))
  if (unknown !== undefined) {
    await process.stderr.write(`nslookup: invalid query type "${unknown}"\n`)
    return 1
  }
  if (host === undefined || operands.length > 2) {
    await process.stderr.write(usage(usageText))
    return 1
  }
  const configuration = await readResolverConfiguration(process.files)
  const server = await serverAddress(process, machine, serverName ?? configuration.nameservers[0]!)
  if (server === undefined) {
    await process.stderr.write(`nslookup: can't resolve '${serverName}'\n`)
    return 1
  }
  const wanted = types.map(type => type.toUpperCase() as RecordType)
  const asks = questions(host, wanted, configuration.search)
  const answers = await Promise.all(
    asks.map(ask =>
      query(machine.sockets, { ip: server, port: dnsPort }, ask, {
        ...resolverPatience,
        signal: process.signal,
      }),
    ),
  )
  if (process.signal.aborted) return 1
  if (answers.every(answer => 'failure' in answer)) {
    // What it prints when nothing comes back is the same whether silence or an ICMP error came.
    await process.stdout.write(`;; connection timed out; no servers could be reached\n\n`)
    return 1
  }
  await process.stdout.write(`Server:\t\t${server}\nAddress:\t${hostPort({ ip: server, port: dnsPort })}\n\n`)
  let failed = false
  for (const [index, answer] of answers.entries()) {
    if ('failure' in answer) continue
    const text = describe(answer.message, asks[index]!)
    failed ||= answer.message.code !== 'NOERROR'
    await process.stdout.write(`${text}\n`)
  }
  return failed ? 1 : 0
}

/** A record type, or A and AAAA; a name without dots once for each search domain. */
function questions(host: string, types: readonly RecordType[], search: readonly string[]): Ask[] {
  const pointer = pointerName(host)
  if (pointer !== undefined && types.length === 0) return [{ name: pointer, type: 'PTR' }]
  const names =
    host.includes('.') || search.length === 0
      ? [host.replace(/\.$/, '')]
      : [...search].reverse().map(domain => `${host}.${domain}`)
  const asked: readonly RecordType[] = types.length > 0 ? types : ['A', 'AAAA']
  return names.flatMap(name => asked.map(type => ({ name, type })))
}

async function serverAddress(process: Process, machine: Machine, name: string): Promise<string | undefined> {
  const found = await resolve(
    { sockets: machine.sockets, files: process.files, signal: process.signal },
    name,
  )
  return 'failure' in found ? undefined : found.addresses[0]
}

function describe(message: Message, ask: Ask): string {
  if (message.code !== 'NOERROR') return `** server can't find ${ask.name}: ${message.code}\n`
  return message.answers.map(line).join('')
}

function line(record: ResourceRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${record.name}\nAddress: ${record.address}\n`
    case 'PTR':
      return `${record.name}\tname = ${record.target}\n`
    case 'CNAME':
      return `${record.name}\tcanonical name = ${record.target}\n`
    case 'NS':
      return `${record.name}\tnameserver = ${record.target}\n`
    case 'SRV':
      return `${record.name}\tservice = ${record.priority} ${record.weight} ${record.port} ${record.target}\n`
    case 'SOA':
      return `${record.name}\n\torigin = ${record.primary}\n\tmail addr = ${record.mailbox}\n`
  }
}
