import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { verifiedClaims } from './api/authentication/json-web-token'
import { newSigningKey, readSigningKey } from './api/authentication/signing-key'
import { keptSecret, writeSecret } from './secret-file'

/** Whose members may use the grader's containers: on a cluster that stands alone, its administrator. */
export const gradersGroup = 'system:netpol-lab:graders'

export const isGrader = ({ username, groups }: { username: string; groups: readonly string[] }): boolean =>
  username === graderUser || groups.includes(gradersGroup)

/** Bearer tokens of one cluster, and the key of its service accounts' tokens; they stay the same over a restart. */
export type Credentials = { learner: string; grader: string; signingKey: string }

/** No name that a learner could get a token for. */
export const graderUser = 'system:netpol-lab:grader'

const token = () => randomBytes(24).toString('base64url')

/** Without a directory the credentials live as long as the process. */
export function credentials(directory: string | undefined): Credentials {
  const make = (): Credentials => ({ learner: token(), grader: token(), signingKey: newSigningKey() })
  if (directory === undefined) return make()
  const file = join(directory, 'credentials.json')
  const kept = keptSecret<Partial<Credentials>>(file, make)
  if (kept.signingKey !== undefined) return kept as Credentials
  const whole = { ...make(), ...kept }
  writeSecret(file, JSON.stringify(whole))
  return whole
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Is this one of the tokens of the cluster that keeps its credentials here, or of its service accounts? */
export function isTokenOf(directory: string, token: string): boolean {
  const { learner, grader, signingKey } = credentials(directory)
  const hash = digest(token)
  if ([learner, grader].some(own => timingSafeEqual(digest(own), hash))) return true
  const claims = verifiedClaims(token, readSigningKey(signingKey))
  return claims !== undefined && claims !== false
}

/** Who the tokens are, as the API server knows them. The learner is the cluster's administrator, as with minikube. */
export const identities = ({ learner, grader }: Pick<Credentials, 'learner' | 'grader'>) => ({
  [learner]: { username: 'minikube-user', groups: ['system:masters', 'system:authenticated'] },
  [grader]: { username: graderUser, groups: ['system:masters', 'system:authenticated'] },
})
