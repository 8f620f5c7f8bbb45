import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { parse } from 'yaml'
import { normal } from '../play'

/** One request, as `requests.yaml` has it. */
export type Asked = {
  /** Method and path. */
  ask: string
  as?: 'nobody' | 'stranger' | 'member'
  accept?: string
  type?: string
  /** The body: as JSON, or as it is. */
  send?: unknown
  text?: string
  /** Is the body of the answer long, or another one in every cluster? */
  body?: false
  /** How ours is known to answer otherwise: not compared. */
  differs?: string
}

/** An API server, and the tokens of an administrator and of somebody who may edit the namespace `answers`. */
export type Server = { origin: string; admin: string; member: string }

export const requests = parse(readFileSync(join(import.meta.dirname, 'requests.yaml'), 'utf8')) as Asked[]

export const titleOf = ({ body: _, differs: __, ...asked }: Asked): string => JSON.stringify(asked)

/** Headers that say something about the answer. */
const telling = ['allow', 'content-type', 'retry-after', 'warning', 'x-content-type-options']

/** The answer: its code, its telling headers, its body. */
export function answerTo({ origin, ...tokens }: Server, asked: Asked): Promise<string> {
  const [method = '', path = ''] = asked.ask.split(' ')
  const text = asked.text ?? (asked.send === undefined ? undefined : JSON.stringify(asked.send))
  const token = { admin: tokens.admin, member: tokens.member, stranger: 'guessed', nobody: undefined }[
    asked.as ?? 'admin'
  ]
  const headers: Record<string, string> = {
    accept: asked.accept ?? 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(text !== undefined && {
      'content-type': asked.type ?? 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
  }
  const send = origin.startsWith('https') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = send(`${origin}${path}`, { method, headers, rejectUnauthorized: false }, async response => {
      let content = ''
      for await (const chunk of response.setEncoding('utf8')) content += chunk
      const said = telling.flatMap(name =>
        response.headers[name] ? [`${name}: ${response.headers[name]}`] : [],
      )
      resolve([response.statusCode, ...said, asked.body === false ? '' : written(content)].join(' | '))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

function written(content: string): string {
  try {
    return normal(JSON.parse(content))
  } catch {
    return JSON.stringify(content)
  }
}

type Send = (method: string, path: string, body: unknown) => Promise<unknown>

/** Makes the namespace and who may edit it. */
export async function prepare(send: Send): Promise<void> {
  const namespace = '/api/v1/namespaces/answers'
  await send('POST', '/api/v1/namespaces', { metadata: { name: 'answers' } })
  await send('POST', `${namespace}/serviceaccounts`, { metadata: { name: 'member' } })
  await send('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/answers/rolebindings', {
    metadata: { name: 'member' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'ServiceAccount', name: 'member', namespace: 'answers' }],
  })
}
