/** A place that socat connects: `TCP-LISTEN:80,fork,reuseaddr`, `-`, `EXEC:"cat"`. */
export type Address = {
  /** In capitals, without its number of the IP version. */
  readonly kind: string
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, string>>
}

const kinds: Readonly<Record<string, string>> = {
  '-': 'STDIO',
  TCP: 'TCP-CONNECT',
  'TCP-L': 'TCP-LISTEN',
  UDP: 'UDP-CONNECT',
  'UDP-L': 'UDP-LISTEN',
  'UDP-RECVFROM': 'UDP-LISTEN',
  SCTP: 'SCTP-CONNECT',
  'SCTP-L': 'SCTP-LISTEN',
  ECHO: 'PIPE',
  FD: 'STDIO',
}

/** Splits at a sign that stands in no quotes. */
function split(text: string, sign: string): string[] {
  const parts = ['']
  let quote = ''
  for (const character of text) {
    if (quote === '' && character === sign) parts.push('')
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === quote) quote = ''
    else parts[parts.length - 1] += character
  }
  return parts
}

export function parseAddress(text: string): Address {
  const [place = '', ...options] = split(text, ',')
  const [keyword = '', ...rest] = split(place, ':')
  const plain = keyword.toUpperCase().replace(/^(TCP|UDP|SCTP)[46]/, '$1')
  return {
    kind: kinds[plain] ?? plain,
    arguments: rest,
    options: Object.fromEntries(
      options.map(option => {
        const [name = '', ...value] = option.split('=')
        return [name.toLowerCase(), value.join('=')]
      }),
    ),
  }
}
