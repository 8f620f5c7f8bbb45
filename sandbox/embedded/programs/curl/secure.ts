import { type Process, resolvePath } from '../../../process'
import type { Connection } from '../../network/sockets/connection'
import { greet, type ServerCertificate } from '../../network/tls/handshake'
import { type Distrust, distrust } from '../../network/tls/trust'
import { CurlError } from './curl-error'

const library = 'OpenSSL/3.0.19'
const bundle = '/etc/ssl/certs/ca-certificates.crt'

const details = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`

const out = (message: string) => `TLSv1.3 (OUT), TLS handshake, ${message}:`
const inward = (message: string) => `TLSv1.3 (IN), TLS handshake, ${message}:`

const opening = ['ALPN: offers h2,http/1.1', out('Client hello (1)')]
const exchange = [
  inward('Server hello (2)'),
  inward('Encrypted Extensions (8)'),
  inward('Request CERT (13)'),
  inward('Certificate (11)'),
  inward('CERT verify (15)'),
  inward('Finished (20)'),
  'TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):',
  out('Certificate (11)'),
  out('Finished (20)'),
  'SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256',
  'ALPN: server accepted h2',
]

export type SecureOptions = {
  readonly host: string
  readonly port: number
  /** `-k` */
  readonly insecure: boolean
  /** `--cacert` */
  readonly authorities: string | undefined
  /** `-v` */
  readonly say: (line: string) => Promise<void>
}

/** TLS over a connection, and what curl says on the way. Rejects with `CurlError` (35, 60, 77). */
export async function secure(
  process: Process,
  connection: Connection,
  { host, port, insecure, authorities, say }: SecureOptions,
): Promise<Connection> {
  const trusted = insecure ? '' : await readAuthorities(process, authorities)
  for (const line of opening) await say(line)
  if (!insecure) {
    await say(` CAfile: ${authorities ?? bundle}`)
    await say(` CApath: ${authorities ? 'none' : '/etc/ssl/certs'}`)
  }
  const result = await greet(connection, { serverName: host, client: library })
  if ('failure' in result) {
    const message =
      result.failure === 'not-tls'
        ? `${library}: error:0A00010B:SSL routines::wrong version number`
        : result.failure === 'alert'
          ? `${library}: error:0A000410:SSL routines::sslv3 alert handshake failure`
          : `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${port} `
    throw new CurlError(35, message, { note: `${message}\n* Closing connection 0` })
  }
  const problem = distrust(result.certificate, host, trusted)
  if (problem && !insecure) throw distrusted(problem, host)
  for (const line of exchange) await say(line)
  await describeCertificate(result.certificate, problem, say)
  return result.connection
}

/** X509_verify_cert_error_string of OpenSSL 3, and its number. */
const verification = {
  'unknown-issuer': ['unable to get local issuer certificate', 20],
  'self-signed': ['self-signed certificate', 18],
} as const

function distrusted(problem: Distrust, host: string): CurlError {
  const reason =
    problem === 'wrong-name'
      ? `SSL: no alternative certificate subject name matches target host name '${host}'`
      : `SSL certificate problem: ${verification[problem][0]}`
  return new CurlError(60, reason + details, { note: `${reason}\n* Closing connection 0` })
}

async function readAuthorities(process: Process, file: string | undefined): Promise<string> {
  const bytes = await process.files.read(resolvePath(process.cwd, file ?? bundle)).catch(() => undefined)
  const text = new TextDecoder().decode(bytes)
  if (file !== undefined && !text.includes('-----BEGIN CERTIFICATE-----'))
    throw new CurlError(77, `error setting certificate file: ${file}`)
  return text
}

async function describeCertificate(
  { subject, issuerName }: ServerCertificate,
  problem: Distrust | undefined,
  say: (line: string) => Promise<void>,
): Promise<void> {
  await say('Server certificate:')
  await say(` subject: CN=${subject}`)
  await say(` issuer: CN=${issuerName}`)
  await say(
    problem === undefined || problem === 'wrong-name'
      ? ' SSL certificate verify ok.'
      : ` SSL certificate verify result: ${verification[problem].join(' (')}), continuing anyway.`,
  )
  await say('using HTTP/2')
}
