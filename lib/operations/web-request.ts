import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request of Node's HTTP server by a handler of the web's kind. */
export async function answerBy(
  handler: (request: Request) => Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await handler(webRequest(request))
  for (const [name, value] of answer.headers) response.appendHeader(name, value)
  response.writeHead(answer.status)
  response.end(Buffer.from(await answer.arrayBuffer()))
}

function webRequest(request: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one)
  const bodiless = request.method === 'GET' || request.method === 'HEAD'
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers,
    ...(!bodiless && { body: request as never, duplex: 'half' }),
  })
}
