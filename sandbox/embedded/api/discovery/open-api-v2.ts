import { LRUCache } from 'lru-cache'
import { openApi } from './open-api'
import { type Swagger, swaggerProtobuf } from './open-api-v2-protobuf'
import type { Discovered } from './resources'

/** How clients ask for it, and how it is named in answers: an @ is not allowed in a media type. */
export const protobufV2 = {
  accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
} as const

type V3 = {
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, object> }
}

const made = new WeakMap<readonly Discovered[], string>()

/** OpenAPI v2 of everything served, as JSON text: what v3 says, in the older form. */
export function openApiV2(resources: readonly Discovered[]): string {
  const known = made.get(resources)
  if (known) return known
  const paths: Record<string, unknown> = {}
  const definitions: Record<string, unknown> = {}
  for (const text of openApi(resources).documents.values()) {
    const document = JSON.parse(text.replaceAll('#/components/schemas/', '#/definitions/')) as V3
    for (const [name, schema] of Object.entries(document.components.schemas))
      definitions[name] = older(schema)
    for (const [path, operations] of Object.entries(document.paths)) {
      paths[path] = Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [method, olderOperation(operation)]),
      )
    }
  }
  const result = JSON.stringify({
    swagger: '2.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths,
    definitions,
  })
  made.set(resources, result)
  return result
}

/** `allOf` with one reference, there because of a default beside it, is the reference itself in v2. */
function older(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(older)
  if (value === null || typeof value !== 'object') return value
  const { allOf, oneOf, default: _, ...rest } = value as Record<string, unknown>
  if (Array.isArray(allOf) && allOf.length === 1) return { ...rest, ...(allOf[0] as object) }
  const changed = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, older(inner)]))
  return oneOf ? { ...changed, type: 'string' } : changed
}

type Parameter = { name: string; in: string; schema?: object; required?: boolean }

function olderOperation(operation: unknown): unknown {
  if (Array.isArray(operation)) return operation.map(olderParameter)
  const {
    parameters = [],
    requestBody,
    responses: _,
    ...rest
  } = operation as {
    parameters?: Parameter[]
    requestBody?: { content: Record<string, { schema: object }> }
    responses?: object
  }
  const [content] = Object.entries(requestBody?.content ?? {})
  const body = content ? [{ name: 'body', in: 'body', required: true, schema: older(content[1].schema) }] : []
  return {
    ...rest,
    parameters: [...parameters.map(olderParameter), ...body],
    responses: { 200: { description: 'OK' }, 401: { description: 'Unauthorized' } },
  }
}

const olderParameter = ({ schema, ...parameter }: Parameter) => ({ ...parameter, ...schema })

/** Many clusters share what is built in; of those with definitions of their own only a few are remembered. */
const encoded = new LRUCache<readonly Discovered[], Buffer>({ max: 4 })

/** The same in protobuf, which is how kubectl asks for it. */
export function openApiV2Protobuf(resources: readonly Discovered[]): Buffer {
  const known = encoded.get(resources)
  if (known) return known
  const result = swaggerProtobuf(JSON.parse(openApiV2(resources)) as Swagger)
  encoded.set(resources, result)
  return result
}
