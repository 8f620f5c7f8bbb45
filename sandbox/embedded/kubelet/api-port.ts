import type { Disposable } from '../../process'
import type { NetworkNamespace } from '../network/stack'

const port = 8443
const answer = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'

/**
 * The API server's port as pods see it: it is open, and says to plain HTTP what Go's TLS server says. Pods that speak
 * TLS have nobody to talk to: the embedded API is reached from outside the cluster.
 */
export function serveApiPort(node: NetworkNamespace): Disposable {
  const sockets = node.open({ probe: false })
  const listener = sockets.listen(port)
  void (async () => {
    for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
      const connection = peer
      void (async () => {
        try {
          if ((await connection.input.read()) !== null) await connection.output.write(answer)
        } catch {
          // The client went away.
        } finally {
          connection.close()
        }
      })()
    }
  })()
  return sockets
}
