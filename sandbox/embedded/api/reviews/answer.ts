import type { IncomingMessage, ServerResponse } from 'node:http'
import type { User } from '../../resources/registration'
import { negotiate } from '../http/accept'
import { mediaType, parseBody, readBody } from '../http/body'
import { writeOptions } from '../http/options'
import type { RequestInfo } from '../http/request-info'
import { send } from '../http/send'
import type { Registry } from '../registry'
import { methodNotAllowed } from '../status'
import { readObject } from '../structure/strict'
import { virtuals } from './virtual'

type Question = {
  info: RequestInfo
  user: User
  registry: Registry
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
}

/** Answers a review; false if the path names none. */
export async function answerVirtual({
  info,
  user,
  registry,
  request,
  response,
  query,
}: Question): Promise<boolean> {
  const virtual = virtuals.find(
    ({ group, version, name }) => group === info.group && version === info.version && name === info.resource,
  )
  if (!virtual) return false
  if (request.method !== 'POST' || info.name) throw methodNotAllowed()
  const { fieldValidation } = writeOptions(query, 'CreateOptions', request.headers['user-agent'])
  const document = parseBody(await readBody(request), mediaType(request), virtual)
  const { object, warnings } = readObject(virtual, document, fieldValidation)
  const { format } = negotiate(request.headers.accept)
  send(request, response, { code: 201, body: virtual.answer(object, user, registry), warnings, format })
  return true
}
