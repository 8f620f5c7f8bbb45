/**
 * Records what a real API server answers to `requests.yaml`: what HTTP, authentication and the query make of a request.
 *
 *   SERVER=https://… TOKEN=… npx tsx tests/answers/protocol/record.ts
 *
 * The token is a cluster administrator's. The namespace `answers` is made, with a service account, and deleted again.
 */
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { answerTo, prepare, requests, titleOf } from './ask'

const { SERVER: origin = '', TOKEN: admin = '' } = process.env

const send = (method: string, path: string, body?: unknown) =>
  new Promise<{ status?: { token?: string } }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }
    const sent = request(
      `${origin}${path}`,
      { method, headers, rejectUnauthorized: false },
      async response => {
        let text = ''
        for await (const chunk of response.setEncoding('utf8')) text += chunk
        resolve(JSON.parse(text))
      },
    )
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })

await prepare(send)
const made = await send('POST', '/api/v1/namespaces/answers/serviceaccounts/member/token', { spec: {} })
const server = { origin, admin, member: made.status?.token ?? '' }
const lines: string[] = []
for (const asked of requests) lines.push(`${titleOf(asked)}\n\t${await answerTo(server, asked)}\n`)
writeFileSync(join(import.meta.dirname, 'recorded.txt'), lines.join(''))
await send('DELETE', '/api/v1/namespaces/answers')
process.stdout.write(`${lines.length} answers\n`)
