import type { Handler } from '../programs/http/server'

/** What a host outside the cluster says, whatever it is asked for. */
export const page =
  (address: string): Handler =>
  () => {
    const title = `${address}, outside the cluster`
    const body = `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><h1>${title}</h1></body>
</html>
`
    return {
      status: 200,
      reason: 'OK',
      headers: [
        ['Date', new Date().toUTCString()],
        ['Content-Type', 'text/html'],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Connection', 'keep-alive'],
      ],
      body,
    }
  }

/** To a client that does not speak TLS to a port that does. */
export const plainHttp =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nThe plain HTTP request was sent to HTTPS port\n'
