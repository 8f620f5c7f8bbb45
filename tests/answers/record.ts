/**
 * Records what a real API server answers to `requests/`:
 *
 *   SERVER=https://… TOKEN=… npx tsx tests/answers/record.ts [SUBJECT…]
 *
 * The token is a cluster administrator's; the namespace `answers` is made if it is not there. Only the API server may
 * run: controllers would change what the answers show. Of `admin-policies`, the definitions in
 * `sandbox/embedded/resources/custom/built-in` must be installed (BaselineAdminNetworkPolicy without the rule on
 * `networks`, which a real server holds too expensive).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { casesOf, subjects } from './cases'
import { play, type Send } from './play'

const { SERVER = '', TOKEN = '' } = process.env
const folder = join(import.meta.dirname, 'recorded')

const send: Send = (method, path, body, type) =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': type,
      'content-length': Buffer.byteLength(text),
    }
    const sent = request(
      `${SERVER}${path}`,
      { method, headers, rejectUnauthorized: false },
      async response => {
        let answer = ''
        for await (const chunk of response.setEncoding('utf8')) answer += chunk
        const warnings = response.headers.warning
        resolve({ code: response.statusCode!, body: JSON.parse(answer), warnings })
      },
    )
    sent.on('error', reject)
    sent.end(text)
  })

const make = (path: string, name: string) => send('POST', path, { metadata: { name } }, 'application/json')
await make('/api/v1/namespaces', 'answers')
await make('/api/v1/namespaces/answers/serviceaccounts', 'default')
mkdirSync(folder, { recursive: true })
const wanted = process.argv.slice(2)
for (const subject of wanted.length ? wanted : subjects) {
  const answers = await play(casesOf(subject), send)
  const lines = [...answers].map(([title, answer]) => `${title}\n\t${answer}\n`)
  writeFileSync(join(folder, `${subject}.txt`), lines.join(''))
  process.stdout.write(`${subject}: ${answers.size}\n`)
}
