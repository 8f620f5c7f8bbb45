import type { IncomingMessage } from 'node:http'
import { parseDocument } from 'yaml'
import type { Registration } from '../../resources/registration'
import { badRequest, failure } from '../status'
import { definitionOf } from '../structure/definitions'
import { jsonProblem } from '../structure/json-text'
import { nodeOf } from '../structure/node'
import { fromProtobuf, WireError } from '../structure/protobuf'

type Kind = Pick<Registration, 'group' | 'version' | 'kind'>

/** --max-request-bytes and etcd's own limit: what is larger is refused. */
const limit = 3 * 1024 * 1024

const maxDepth = 1_000

/** Reads the whole body. Throws RequestEntityTooLarge. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
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
  return Buffer.concat(chunks)
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

export type Parsed = {
  document: Record<string, unknown>
  /** The JSON text, in which fields may stand twice; '' for other formats. */
  text: string
}

/**
 * A body in JSON, YAML or protobuf. `kind` is what it should hold: for the message, and for protobuf, which does not
 * describe itself. Throws BadRequest, UnsupportedMediaType.
 */
export function parseBody(body: Buffer, type: string, kind: Kind): Parsed {
  const text = body.toString('utf8')
  switch (type) {
    case '':
    case 'application/json':
      return { document: parseJson(text, kind.kind), text }
    case 'application/yaml':
      return { document: parseYaml(text, kind.kind), text: '' }
    case 'application/vnd.kubernetes.protobuf':
      return { document: parseProtobuf(body, kind), text: '' }
    default:
      throw unsupportedMediaType(accepted)
  }
}

function parseProtobuf(body: Buffer, { group, version, kind }: Kind): Record<string, unknown> {
  const definition = definitionOf(group, version, kind)
  if (!definition) throw badRequest(`no kind "${kind}" is registered`)
  try {
    return fromProtobuf(body, nodeOf(definition))
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw unrecognized(kind, error.message)
  }
}

const isDocument = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const shown = (text: string) => {
  if (text === '') return '<empty>'
  const short = text.slice(0, 1024)
  return /^[\x20-\x7e]*$/.test(short) ? short : Buffer.from(short).toString('hex')
}

const unrecognized = (kind: string, why: string) =>
  badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why}`,
  )

export function parseJson(text: string, kind: string): Record<string, unknown> {
  const problem = jsonProblem(text, maxDepth)
  if (problem) throw unrecognized(kind, `json parse error: ${problem} (${shown(text)})`)
  const value: unknown = JSON.parse(text)
  if (isDocument(value)) return value
  throw unrecognized(
    kind,
    `json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${Buffer.from(text.slice(0, 256)).toString('hex')})`,
  )
}

/** YAML without what could make it large: at most a hundred aliases, no tags, one document. */
export function parseYaml(text: string, kind: string): Record<string, unknown> {
  try {
    const document = parseDocument(text, { uniqueKeys: false, schema: 'core', merge: false })
    if (document.errors[0]) throw document.errors[0]
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (isDocument(value)) return JSON.parse(JSON.stringify(value))
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: yaml: ${(error as Error).message.split('\n')[0]}`)
  }
  throw unrecognized(kind, `json parse error: json: cannot unmarshal into Go value (${shown(text)})`)
}
