import { apiFixture } from '@/sandbox/embedded/api/cluster.fixture'
import type { Send } from './play'

/** An API with the namespace `answers`, on which no controller works: objects stay as they were answered. */
export async function startApi() {
  const { call, close } = await apiFixture()
  const send: Send = async (method, path, body, type) => {
    const { status, body: answer, headers } = await call(method, path, body, { 'content-type': type })
    return { code: status, body: answer, warnings: headers.get('warning') }
  }
  const make = (path: string, name: string) => send('POST', path, { metadata: { name } }, 'application/json')
  await make('/api/v1/namespaces', 'answers')
  await make('/api/v1/namespaces/answers/serviceaccounts', 'default')
  return { send, close }
}
