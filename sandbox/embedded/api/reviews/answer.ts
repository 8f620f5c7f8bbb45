import type { IncomingMessage, ServerResponse } from 'node:http'
import { negotiate } from '../http/accept'
import { mediaType, parseBody, readBody } from '../http/body'
import { writeOptions } from '../http/options'
import type { RequestInfo } from '../http/request-info'
import { send } from '../http/send'
import { badRequest, methodNotAllowed } from '../status'
import { readObject } from '../structure/strict'
import type { Asked } from './review'
import { virtuals } from './virtual'

type Question = Omit<Asked, 'namespace'> & {
  info: RequestInfo
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
}

/** Answers a review; false if the path names none. */
export async function answerVirtual({
  info,
  request,
  response,
  query,
  ...asked
}: Question): Promise<boolean> {
  const virtual = virtuals.find(
    ({ group, version, name }) => group === info.group && version === info.version && name === info.resource,
  )
  if (!virtual) return false
  if (request.method !== 'POST' || info.name || virtual.namespaced !== (info.namespace !== ''))
    throw methodNotAllowed()
  const { fieldValidation } = writeOptions(query, 'CreateOptions', request.headers['user-agent'])
  const document = parseBody(await readBody(request), mediaType(request), virtual)
  const { object, warnings } = readObject(virtual, document, fieldValidation)
  const { namespace = info.namespace } = object.metadata ?? {}
  if (info.namespace && namespace !== info.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  const { format } = negotiate(request.headers.accept)
  const body = virtual.answer(object, { ...asked, namespace: info.namespace })
  await asked.registry.durable()
  send(request, response, { code: 201, body, warnings, format })
  return true
}
