import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { keptSecret } from './secret-file'

/** Bearer tokens of one cluster; they stay the same over a restart. */
export type Credentials = { learner: string; grader: string }

export const graderUser = 'system:serviceaccount:netpol-lab:grader'

const token = () => randomBytes(24).toString('base64url')

/** Without a directory the tokens live as long as the process. */
export function credentials(directory: string | undefined): Credentials {
  const make = (): Credentials => ({ learner: token(), grader: token() })
  return directory === undefined ? make() : keptSecret(join(directory, 'credentials.json'), make)
}

/** Who the tokens are, as the API server knows them. The learner is the cluster's administrator, as with minikube. */
export const identities = ({ learner, grader }: Credentials) => ({
  [learner]: { username: 'minikube-user', groups: ['system:masters', 'system:authenticated'] },
  [grader]: { username: graderUser, groups: ['system:masters', 'system:authenticated'] },
})
