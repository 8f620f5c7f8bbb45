import type {
  AuthenticationV1TokenRequest,
  KubernetesObject,
  V1BoundObjectReference,
  V1Node,
  V1Pod,
  V1Secret,
  V1ServiceAccount,
} from '@kubernetes/client-node'
import { goQuote, invalidValue } from '../../resources/validation/field-errors'
import type { Registry } from '../registry'
import { badRequest, conflict, invalid } from '../status'
import { timestamp } from '../stored'
import { type Bound, issuer, type ServiceAccountTokens } from './service-account-tokens'

const group = 'authentication.k8s.io'
const kind = 'TokenRequest'
const tenMinutes = 600

/** The object that a token is to live no longer than. Throws BadRequest, NotFound, Conflict. */
function boundTo(registry: Registry, account: V1ServiceAccount, wanted: V1BoundObjectReference): Bound {
  const { kind = '', apiVersion = '', name = '', uid } = wanted
  const { namespace = '', name: accountName = '' } = account.metadata ?? {}
  const found: Bound = {}
  if (apiVersion !== 'v1' || !['Pod', 'Node', 'Secret'].includes(kind)) {
    const [of, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
    throw badRequest(`cannot bind token to object of type ${of}/${version}, Kind=${kind}`)
  }
  if (kind === 'Pod') {
    found.pod = registry.get<V1Pod>('pods', namespace, name)
    if (found.pod.spec?.serviceAccountName !== accountName) {
      throw badRequest(
        `cannot bind token for serviceaccount ${goQuote(accountName)} to pod running with different serviceaccount name.`,
      )
    }
    const node = registry.find<V1Node>('nodes', '', found.pod.spec.nodeName ?? '')
    if (node) found.node = node
  } else if (kind === 'Node') found.node = registry.get<V1Node>('nodes', '', name)
  else found.secret = registry.get<V1Secret>('secrets', namespace, name)
  const actual = (found.pod ?? found.secret ?? found.node)?.metadata?.uid
  if (uid && uid !== actual) {
    throw conflict(
      { group: '', name: kind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    )
  }
  return found
}

/** Answers `POST …/serviceaccounts/NAME/token`: a token for the account. Throws Invalid, NotFound, Conflict, BadRequest. */
export function answerTokenRequest(
  question: KubernetesObject,
  { namespace, name }: { namespace: string; name: string },
  { registry, accounts, now }: { registry: Registry; accounts: ServiceAccountTokens; now: number },
): object {
  const { metadata = {}, spec } = question as AuthenticationV1TokenRequest
  const refuse = (...errors: ReturnType<typeof invalidValue>[]) => invalid(group, kind, name, errors)
  if (metadata.name && metadata.name !== name) {
    const detail = 'must match the service account name if specified'
    throw refuse(invalidValue('metadata.name', metadata.name, detail))
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    const detail = 'must match the service account namespace if specified'
    throw refuse(invalidValue('metadata.namespace', metadata.namespace, detail))
  }
  const account = registry.get<V1ServiceAccount>('serviceaccounts', namespace, name)
  const uid = account.metadata?.uid
  if (metadata.uid && metadata.uid !== uid) {
    const why = `the UID in the token request (${metadata.uid}) does not match the UID of the service account (${uid})`
    throw conflict({ group, name: kind }, name, why)
  }
  const seconds = spec?.expirationSeconds ?? 3600
  const limits: [wrong: boolean, detail: string][] = [
    [seconds < tenMinutes, 'may not specify a duration less than 10 minutes'],
    [seconds > 2 ** 32, 'may not specify a duration larger than 2^32 seconds'],
  ]
  const errors = limits.flatMap(([wrong, detail]) =>
    wrong ? [invalidValue('spec.expirationSeconds', seconds, detail)] : [],
  )
  if (errors.length > 0) throw invalid(group, kind, '', errors)
  const audiences = spec?.audiences?.length ? spec.audiences : [issuer]
  const bound = spec?.boundObjectRef ? boundTo(registry, account, spec.boundObjectRef) : {}
  return {
    ...question,
    metadata: { ...metadata, name, namespace, uid, creationTimestamp: timestamp(now) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec?.boundObjectRef ?? null },
    status: {
      token: accounts.issue(account, { audiences, seconds, bound }),
      expirationTimestamp: timestamp(now + seconds * 1000),
    },
  }
}
