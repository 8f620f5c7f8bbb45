import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiFixture } from '@/sandbox/embedded/api/cluster.fixture'
import { answerTo, prepare, requests, type Server, titleOf } from './ask'

let api: Awaited<ReturnType<typeof apiFixture>>
let server: Server
beforeAll(async () => {
  api = await apiFixture()
  await prepare((method, path, body) => api.call(method, path, body))
  const made = await api.call('POST', '/api/v1/namespaces/answers/serviceaccounts/member/token', { spec: {} })
  const { token } = made.body.status as { token: string }
  server = { origin: api.base, admin: 'secret', member: token }
})
afterAll(() => api?.close())

const recorded = new Map(
  [...readFileSync(join(import.meta.dirname, 'recorded.txt'), 'utf8').matchAll(/^(\S.*)\n\t(.*)$/gm)].map(
    ([, title, answer]) => [title!, answer!],
  ),
)

const compared = requests.filter(({ differs }) => !differs)

it.each(compared.map(asked => [titleOf(asked), asked] as const))('%s', async (title, asked) => {
  expect(await answerTo(server, asked)).toBe(recorded.get(title))
})
