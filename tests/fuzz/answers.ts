import { request as httpRequest } from 'node:http'
import { parse as parseYaml } from 'yaml'
import type { Request } from './requests'
import { token } from './running-cluster'

/** Milliseconds after which an answer is called missing. */
const patience = 10_000

type Answer = { code: number; type: string; text: string }

/** What never ends by itself is left after its first bytes, or a moment. */
const endless = /[?&](watch|follow)\b/

/** Sends a request; rejects when no answer comes. */
export function ask(port: number, { method, path, headers, body }: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { authorization: `Bearer ${token}`, connection: 'close', ...headers },
      timeout: patience,
    }
    const asked = httpRequest(options, response => {
      const { statusCode: code = 0, headers: given } = response
      let text = ''
      const answer = () =>
        resolve({ code, type: given['content-type'] ?? '', text: given['content-encoding'] ? '' : text })
      const leave = () => {
        if (code >= 300) return
        text = ''
        asked.destroy()
        answer()
      }
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
        if (endless.test(path)) leave()
      })
      response.on('end', answer)
      response.on('error', answer)
      if (endless.test(path)) setTimeout(leave, 20)
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', error => reject(new Error(`${method} ${path}: ${error.message}`)))
    asked.end(body)
  })
}

const parsers: Readonly<Record<string, (text: string) => { [field: string]: unknown }>> = {
  'application/json': JSON.parse,
  'application/yaml': parseYaml,
}

/** What stands behind a proxy answers in its own words. */
const proxied = /\/(?:pods|services|nodes)\/[^/?]+\/proxy(?:[/?]|$)/

/** What is wrong with an answer; nothing if it is as a Kubernetes API answers. */
export function wrongWith({ method, path }: Request, { code, type, text }: Answer): string | undefined {
  if (code === 500) return `${code} ${text}`
  if (code < 200) return `${code}`
  if (method === 'HEAD' || text === '') return undefined
  const parse = parsers[type.split(';')[0] ?? '']
  if (!parse)
    return code >= 400 && code !== 404 && !proxied.test(path) ? `${code} ${type} ${text}` : undefined
  const body = parse(text)
  if (code < 400) return undefined
  const isStatus = body.kind === 'Status' && body.apiVersion === 'v1' && body.status === 'Failure'
  return isStatus && body.code === code && typeof body.message === 'string' ? undefined : `${code} ${text}`
}

/** A request as a failure names it. */
export const told = ({ method, path, headers, body }: Request) =>
  `${method} ${path} ${JSON.stringify(headers)} ${body?.toString('utf8').slice(0, 2_000) ?? ''}`
