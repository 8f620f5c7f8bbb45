import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import type { Disposable } from '../../process'
import type { Connection } from './sockets/connection'
import type { NetworkNamespace } from './stack'
import { type ServerCertificate, welcome } from './tls/handshake'

const port = 8443
const plainHttp = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'

/** busybox' TLS has no cipher in common with Go's server. */
const withoutCommonCipher = 'busybox'

/**
 * The API server's port on the node, where `kubernetes.default` leads: pods speak the same API as clients outside, with
 * the tokens of their service accounts.
 */
export function serveApiPort(
  node: NetworkNamespace,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  certificate: ServerCertificate,
): Disposable {
  const sockets = node.open({ probe: false })
  const listener = sockets.listen(port)
  const http = createServer(handler)

  const serve = async (connection: Connection) => {
    try {
      const secure = await welcome(connection, certificate, {
        refuses: ({ client }) => client === withoutCommonCipher,
        notTls: plainHttp,
      })
      if (!secure) return connection.close()
      http.emit('connection', streamOver(secure))
    } catch {
      // The client went away.
      connection.close()
    }
  }
  void (async () => {
    for (let connection = await listener.accept(); connection; connection = await listener.accept())
      void serve(connection)
  })()
  return {
    dispose() {
      http.closeAllConnections()
      sockets.dispose()
    },
  }
}

/** A connection of the cluster's network as Node's own code wants to see it. */
function streamOver(connection: Connection): Duplex {
  return new Duplex({
    read() {
      connection.input.read().then(
        chunk => this.push(chunk),
        error => this.destroy(error),
      )
    },
    write(chunk, _, done) {
      connection.output.write(chunk).then(() => done(), done)
    },
    final(done) {
      connection.output.close()
      done()
    },
    destroy(error, done) {
      connection.close()
      done(error)
    },
  }).on('error', () => {
    // The client went away; `destroy` has closed the connection.
  })
}
