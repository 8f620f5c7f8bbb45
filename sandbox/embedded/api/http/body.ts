import type { IncomingMessage } from 'node:http'
import { LineCounter, parseDocument } from 'yaml'
import { nestsTooDeep } from '../../../yaml/nesting'
import { badRequest, failure } from '../status'
import { definitionOf } from '../structure/definitions'
import { jsonProblem, parseJson, withProblems } from '../structure/json-text'
import { nodeOf } from '../structure/node'
import { fromProtobuf, WireError } from '../structure/protobuf'
import type { Kind } from '../structure/structure'

/** --max-request-bytes and etcd's own limit: what is larger is refused. */
const limit = 3 * 1024 * 1024

const maxDepth = 1_000

/** Reads the whole body. Throws RequestEntityTooLarge. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`)
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

/**
 * A body in JSON, YAML or protobuf. `kind` is what it should hold: for the message, and for protobuf, which does not
 * describe itself. Throws BadRequest, UnsupportedMediaType.
 */
export function parseBody(body: Buffer, type: string, kind: Kind): Record<string, unknown> {
  const text = body.toString('utf8')
  switch (type) {
    case '':
    case 'application/json':
      return readJson(text, kind.kind)
    case 'application/yaml':
      return parseYaml(text, kind.kind)
    case 'application/vnd.kubernetes.protobuf':
      if (kind.structure) throw unsupportedMediaType(accepted.slice(0, 2))
      return parseProtobuf(body, kind)
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
  return /^[\t\n\r\x20-\x7e]*$/.test(short) ? short : Buffer.from(short).toString('hex')
}

const unrecognized = (kind: string, why: string) =>
  badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why}`,
  )

function readJson(text: string, kind: string): Record<string, unknown> {
  const problem = jsonProblem(text, maxDepth)
  if (problem) throw unrecognized(kind, `json parse error: ${problem} (${shown(text)})`)
  const value = parseJson(text)
  if (value === null) return {}
  if (isDocument(value)) {
    for (const name of ['apiVersion', 'kind']) {
      const type = typeof value[name]
      if (value[name] == null || type === 'string') continue
      const what = Array.isArray(value[name]) ? 'array' : type === 'boolean' ? 'bool' : type
      const why = `json: cannot unmarshal ${what} into Go struct field .${name} of type string`
      throw unrecognized(kind, `json parse error: ${why} (${shown(text)})`)
    }
    return value
  }
  throw unrecognized(
    kind,
    `json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${Buffer.from(text.slice(0, 256)).toString('hex')})`,
  )
}

const yamlMessages: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BAD_ALIAS: 'unknown anchor referenced',
  MULTIPLE_DOCS: 'expected a single document in the stream',
  TAB_AS_INDENT: 'found character that cannot start any token',
}

/** YAML without what could make it large: at most a hundred aliases, no tags, one document, and what could nest it too deep. */
export function parseYaml(text: string, kind: string): Record<string, unknown> {
  const refuse = (why: string) =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): yaml: ${why} (${Buffer.from(text.slice(0, 1024)).toString('hex')})`,
    )
  if (nestsTooDeep(text)) throw refuse('exceeded max depth')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', merge: false })
  const repeated = document.errors.filter(({ code }) => code === 'DUPLICATE_KEY')
  const [error] = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
  const line = (at: number) => lines.linePos(at).line
  if (error)
    throw refuse(`line ${line(error.pos[1])}: ${yamlMessages[error.code] ?? 'did not find expected key'}`)
  let value: unknown
  try {
    value = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null')
  } catch {
    throw refuse('document contains excessive aliasing')
  }
  if (value === null) return {}
  if (!isDocument(value)) throw refuse('unmarshal errors: cannot unmarshal into a document')
  if (repeated.length === 0) return value
  const key = (at: number) => JSON.stringify(/^[^:\s]*/.exec(text.slice(at))?.[0] ?? '')
  const problems = repeated.map(({ pos }) => `line ${line(pos[0])}: key ${key(pos[0])} already set in map`)
  return withProblems(value, [`yaml: unmarshal errors:\n  ${problems.join('\n  ')}`])
}
