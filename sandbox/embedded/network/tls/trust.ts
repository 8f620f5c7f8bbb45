import { parseIPv4 } from '../address'
import type { ServerCertificate } from './handshake'

/** What is wrong with a server's certificate, for a client that trusts these authorities (PEM). */
export type Distrust = 'unknown-issuer' | 'self-signed' | 'wrong-name'

export function distrust(
  { issuer, issuerName, subject, names }: ServerCertificate,
  host: string,
  trusted: string,
): Distrust | undefined {
  if (!bodies(trusted).some(body => bodies(issuer).includes(body)))
    return issuerName === subject ? 'self-signed' : 'unknown-issuer'
  return names.some(name => matches(name, host)) ? undefined : 'wrong-name'
}

/** Each certificate's Base64, without the line ends. */
const bodies = (pem: string): string[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(([, body]) =>
    body!.replace(/\s/g, ''),
  )

function matches(name: string, host: string): boolean {
  if (parseIPv4(host) !== undefined || !name.startsWith('*.'))
    return name.toLowerCase() === host.toLowerCase()
  return host.toLowerCase().split('.').slice(1).join('.') === name.slice(2).toLowerCase()
}
