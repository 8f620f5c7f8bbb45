import type { KubernetesObject } from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import { InvalidToken } from '../authentication/service-account-tokens'
import { badRequest } from '../status'
import { timestamp } from '../stored'
import type { Asked } from './review'

const userInfo = ({ username, uid, groups, extra }: User) => ({
  username,
  ...(uid ? { uid } : {}),
  groups,
  ...(extra ? { extra } : {}),
})

/** Who asks: `kubectl auth whoami`. */
export const whoAsks = (question: KubernetesObject, { user }: Asked): object => ({
  ...question,
  metadata: { creationTimestamp: timestamp(Date.now()) },
  status: { userInfo: userInfo(user) },
})

/** Whose token it is. */
export function tokenOwner(question: KubernetesObject, { authenticator }: Asked): object {
  const { token, audiences } = (question as { spec?: { token?: string; audiences?: string[] } }).spec ?? {}
  if (!token) throw badRequest('token is required for TokenReview in authentication')
  try {
    const owner = authenticator.review(token, audiences?.length ? audiences : undefined)
    return {
      ...question,
      status: {
        authenticated: true,
        user: userInfo(owner.user),
        ...(owner.audiences ? { audiences: owner.audiences } : {}),
      },
    }
  } catch (error) {
    if (!(error instanceof InvalidToken)) throw error
    const why = error.message ? `[invalid bearer token, ${error.message}]` : 'invalid bearer token'
    return { ...question, status: { user: {}, error: why } }
  }
}
