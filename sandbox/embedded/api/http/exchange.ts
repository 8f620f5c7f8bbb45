import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Registration, User } from '../../resources/registration'
import type { ServiceAccountTokens } from '../authentication/service-account-tokens'
import type { Registry } from '../registry'
import type { RequestInfo } from './request-info'

/** One request to a resource, with everything that a verb needs. */
export type Exchange = {
  registry: Registry
  registration: Registration
  info: RequestInfo
  query: URLSearchParams
  user: User
  accounts: ServiceAccountTokens
  request: IncomingMessage
  response: ServerResponse
  /** Aborted when the API closes: streams end. */
  closing: AbortSignal
}
