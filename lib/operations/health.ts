import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers `/healthz` (the process lives) and `/readyz` (it can serve: 200 or 503); false for any other request. */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  ready: () => Promise<boolean>,
): boolean {
  const answer = (status: number, text: string) =>
    response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(text)
  const path = request.url?.split('?')[0]
  if (path === '/healthz') answer(200, 'ok')
  else if (path === '/readyz')
    ready().then(
      is => (is ? answer(200, 'ok') : answer(503, 'not ready')),
      () => answer(503, 'not ready'),
    )
  else return false
  return true
}
