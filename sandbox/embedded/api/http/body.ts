import type { IncomingMessage } from 'node:http'
import { parseDocument } from 'yaml'
import { badRequest, failure } from '../status'
import { jsonProblem } from '../structure/json-text'

/** --max-request-bytes and etcd's own limit: what is larger is refused. */
const limit = 3 * 1024 * 1024

const maxDepth = 1_000

/** Reads the whole body. Throws RequestEntityTooLarge. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () =>
    failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`, {})
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > limit) throw tooLarge()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The media type without parameters, lower case. */
export const mediaType = (request: IncomingMessage) =>
  (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()

export const unsupportedMediaType = (accepted: readonly string[]) =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

const accepted = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** A body in JSON or YAML. `kind` is what it should hold, for the message. Throws BadRequest, UnsupportedMediaType. */
export function parseBody(text: string, type: string, kind: string): unknown {
  switch (type) {
    case '':
    case 'application/json':
      return parseJson(text, kind)
    case 'application/yaml':
      return parseYaml(text, kind)
    default:
      throw unsupportedMediaType(accepted)
  }
}

const shown = (text: string) => {
  if (text === '') return '<empty>'
  const short = text.slice(0, 1024)
  return /^[\x20-\x7e]*$/.test(short) ? short : Buffer.from(short).toString('hex')
}

const unrecognized = (kind: string, why: string) =>
  badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why}`,
  )

export function parseJson(text: string, kind: string): unknown {
  const problem = jsonProblem(text, maxDepth)
  if (problem) throw unrecognized(kind, `json parse error: ${problem} (${shown(text)})`)
  const value: unknown = JSON.parse(text)
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value
  throw unrecognized(
    kind,
    `json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${Buffer.from(text.slice(0, 256)).toString('hex')})`,
  )
}

/** YAML without what could make it large: at most a hundred aliases, no tags, one document. */
export function parseYaml(text: string, kind: string): unknown {
  try {
    const document = parseDocument(text, { uniqueKeys: false, schema: 'core', merge: false })
    if (document.errors[0]) throw document.errors[0]
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return JSON.parse(JSON.stringify(value))
    }
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: yaml: ${(error as Error).message.split('\n')[0]}`)
  }
  throw unrecognized(kind, `json parse error: json: cannot unmarshal into Go value (${shown(text)})`)
}
