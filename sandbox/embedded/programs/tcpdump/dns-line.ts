import {
  decodeMessage,
  MalformedMessage,
  type ResourceRecord,
  type ResponseCode,
} from '../../network/dns/message'

const codes: Readonly<Record<ResponseCode, string>> = {
  NOERROR: '',
  FORMERR: ' FormErr',
  SERVFAIL: ' ServFail',
  NXDOMAIN: ' NXDomain',
  NOTIMP: ' NotImp',
  REFUSED: ' Refused',
}

/** A DNS message as tcpdump's print-domain.c writes it: `4660+ A? web. (21)`, `4660* 1/0/0 A 10.96.0.10 (63)`. */
export function dnsLine(data: Uint8Array): string {
  const length = data.length
  try {
    const { id, response, authoritative, recursionDesired, recursionAvailable, code, ...sections } =
      decodeMessage(data)
    const { questions, answers, authority } = sections
    if (!response) {
      const asked = questions.map(({ type, name }) => ` ${type}? ${name}.`).join('')
      return `${id}${recursionDesired ? '+' : ''}${asked} (${length})`
    }
    // A "-" says that the server offers no recursion, as CoreDNS' answers from the cluster's own zone do.
    const marks = `${codes[code]}${authoritative ? '*' : ''}${recursionAvailable ? '' : '-'}`
    const counts = `${answers.length}/${authority.length}/0`
    const shown = answers.map(record => ` ${record.type} ${dataOf(record)}`).join(',')
    return `${id}${marks} ${counts}${shown} (${length})`
  } catch (error) {
    if (error instanceof MalformedMessage) return `domain [length ${length}] (invalid)`
    throw error
  }
}

function dataOf(record: ResourceRecord): string {
  if (record.type === 'A' || record.type === 'AAAA') return record.address
  if (record.type === 'SRV') return `${record.target}.:${record.port} ${record.priority} ${record.weight}`
  return record.type === 'SOA' ? '' : `${record.target}.`
}
