import type { ExternalHost } from '../../provider'
import { type LookUp, serveDatagrams, serveStreams } from '../network/dns/server'
import type { Connection } from '../network/sockets/connection'
import type { NetworkNamespace, Sockets } from '../network/stack'
import { welcome } from '../network/tls/handshake'
import { serveConnection, serveEach } from '../programs/http/server'
import { page, plainHttp } from './page'

/** Serves one port until the sockets are gone. */
type Server = (sockets: Sockets, port: number) => Promise<void>

/** A name server that knows no name. */
const knowsNothing: LookUp = () => ({ code: 'NXDOMAIN', authoritative: false, answers: [], authority: [] })

const http: Server = (sockets, port) =>
  serveEach(sockets.listen(port), connection => serveConnection(connection, page(sockets.address)))

const https: Server = (sockets, port) =>
  serveEach(sockets.listen(port), async connection => {
    const { address } = sockets
    const certificate = { issuerName: address, issuer: '', subject: address, names: [address] }
    const secure = await welcome(connection, certificate, { refuses: () => false, notTls: plainHttp })
    if (secure) await serveConnection(secure, page(address))
  })

/** Says every datagram back (RFC 862). */
const echo: Server = async (sockets, port) => {
  const socket = sockets.bind(port)
  for (let received = await socket.receive(); received; received = await socket.receive())
    if ('data' in received) socket.send(received.from, received.data)
}

/** Accepts and hears out. */
const listen: Server = (sockets, port) => serveEach(sockets.listen(port, { protocol: 'SCTP' }), hearOut)
async function hearOut({ input }: Connection): Promise<void> {
  while ((await input.read()) !== null);
}

const usual = { TCP: http, UDP: echo, SCTP: listen } as const
const special: Readonly<Record<string, Server>> = {
  '443/TCP': https,
  '53/TCP': (sockets, port) => serveStreams(knowsNothing, sockets.listen(port)),
  '53/UDP': (sockets, port) => serveDatagrams(knowsNothing, sockets.bind(port)),
}

/** Listens on a host's ports as long as it is on the network. */
export function serveHost(host: NetworkNamespace, ports: ExternalHost['ports']): void {
  const sockets = host.open({ probe: false })
  for (const { port, protocol } of ports)
    void (special[`${port}/${protocol}`] ?? usual[protocol])(sockets, port)
}
