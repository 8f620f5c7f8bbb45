import { createHash, randomUUID } from 'node:crypto'
import type { KubernetesObject, V1SubjectAccessReviewSpec } from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import { invalidValue } from '../../resources/validation/field-errors'
import { isAllowed, rulesOf } from '../authorization/rules'
import type { Registry } from '../registry'
import { invalid } from '../status'

/** A resource that is only ever created, never stored: the answer is made from the question. */
export type Virtual = {
  group: string
  version: string
  kind: string
  name: string
  singular: string
  namespaced: boolean
  answer: (question: KubernetesObject, user: User, registry: Registry) => object
}

const authorization = { group: 'authorization.k8s.io', version: 'v1' }
const authentication = { group: 'authentication.k8s.io', version: 'v1' }

const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }

/** A stable identifier for a user that has no object. */
const uidOf = ({ username }: User) => {
  const hex = createHash('sha256').update(username).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

type AccessReview = KubernetesObject & {
  spec?: V1SubjectAccessReviewSpec
}

/** Throws Invalid unless the question is about exactly one thing. */
function requireAttributes(question: KubernetesObject): void {
  const { resourceAttributes, nonResourceAttributes } = (question as AccessReview).spec ?? {}
  if ((resourceAttributes === undefined) !== (nonResourceAttributes === undefined)) return
  const detail = resourceAttributes
    ? 'cannot be specified in combination with resourceAttributes'
    : 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  const field = resourceAttributes ? 'spec.nonResourceAttributes' : 'spec.resourceAttributes'
  throw invalid(authorization.group, '', '', [invalidValue(field, nonResourceAttributes ?? null, detail)])
}

/** May this user do what the question is about? */
function review(question: KubernetesObject, user: User, registry: Registry) {
  requireAttributes(question)
  const { resourceAttributes } = (question as AccessReview).spec ?? {}
  const {
    verb = '',
    group = '',
    resource = '',
    subresource,
    namespace = '',
    name = '',
  } = resourceAttributes ?? {}
  // What is no resource (discovery, health) everybody may read.
  const allowed =
    !resourceAttributes ||
    isAllowed(registry, user, {
      verb,
      group,
      resource: subresource ? `${resource}/${subresource}` : resource,
      namespace,
      name,
    })
  return { ...question, status: { allowed } }
}

const subjectReview = (question: KubernetesObject, _: User, registry: Registry) => {
  const { user = '', groups = [] } = (question as AccessReview).spec ?? {}
  return review(question, { username: user, groups }, registry)
}

/** Everybody may ask who they are and what they may do. */
const basicRules = [
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
]

const readable = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
]

function rulesReview(question: KubernetesObject, user: User, registry: Registry) {
  const { namespace = '' } = (question as KubernetesObject & { spec?: { namespace?: string } }).spec ?? {}
  const administrator = isAllowed(registry, user, {
    verb: '*',
    group: '*',
    resource: '*',
    namespace: '',
    name: '',
  })
  const own = rulesOf(registry, user, namespace).map(
    ({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames ? { resourceNames } : {}),
    }),
  )
  return {
    ...question,
    status: {
      resourceRules: [...(administrator ? [everything] : []), ...own, ...basicRules],
      nonResourceRules: [
        ...(administrator ? [{ verbs: ['*'], nonResourceURLs: ['*'] }] : []),
        ...readable.map(url => ({ verbs: ['get'], nonResourceURLs: [url] })),
      ],
      incomplete: false,
    },
  }
}

export const virtuals: readonly Virtual[] = [
  {
    ...authentication,
    kind: 'SelfSubjectReview',
    name: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    namespaced: false,
    answer: (question, user) => ({
      ...question,
      status: {
        userInfo: {
          username: user.username,
          uid: uidOf(user),
          groups: [...new Set([...user.groups, 'system:authenticated'])],
        },
      },
    }),
  },
  {
    ...authentication,
    kind: 'TokenReview',
    name: 'tokenreviews',
    singular: 'tokenreview',
    namespaced: false,
    answer: question => ({ ...question, status: { user: {}, error: 'token lookup failed' } }),
  },
  {
    ...authorization,
    kind: 'LocalSubjectAccessReview',
    name: 'localsubjectaccessreviews',
    singular: 'localsubjectaccessreview',
    namespaced: true,
    answer: subjectReview,
  },
  {
    ...authorization,
    kind: 'SelfSubjectAccessReview',
    name: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    namespaced: false,
    answer: review,
  },
  {
    ...authorization,
    kind: 'SelfSubjectRulesReview',
    name: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    namespaced: false,
    answer: rulesReview,
  },
  {
    ...authorization,
    kind: 'SubjectAccessReview',
    name: 'subjectaccessreviews',
    singular: 'subjectaccessreview',
    namespaced: false,
    answer: subjectReview,
  },
]

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The answer to a TokenRequest: a token of the right shape, which only names the account. */
export function issueToken(
  question: KubernetesObject,
  namespace: string,
  account: string,
  now: number,
): object {
  const { spec = {} } = question as KubernetesObject & {
    spec?: { audiences?: string[]; expirationSeconds?: number }
  }
  const audiences = spec.audiences?.length ? spec.audiences : ['https://kubernetes.default.svc.cluster.local']
  const seconds = spec.expirationSeconds ?? 3600
  const claims = {
    aud: audiences,
    exp: Math.floor(now / 1000) + seconds,
    iat: Math.floor(now / 1000),
    iss: audiences[0],
    jti: randomUUID(),
    'kubernetes.io': { namespace, serviceaccount: { name: account } },
    sub: `system:serviceaccount:${namespace}:${account}`,
  }
  return {
    ...question,
    metadata: {
      name: account,
      namespace,
      creationTimestamp: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: null },
    status: {
      token: `${base64({ alg: 'RS256', kid: 'embedded' })}.${base64(claims)}.${Buffer.from(randomUUID()).toString('base64url')}`,
      expirationTimestamp: new Date(now + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  }
}
