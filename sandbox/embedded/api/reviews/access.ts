import type { KubernetesObject, V1ObjectMeta, V1SubjectAccessReviewSpec } from '@kubernetes/client-node'
import type { FieldError, User } from '../../resources/registration'
import { invalidValue } from '../../resources/validation/field-errors'
import type { Attributes } from '../authorization/attributes'
import { decide } from '../authorization/rules'
import type { Registry } from '../registry'
import { invalid } from '../status'
import { type Asked, authorization } from './review'

type AccessReview = KubernetesObject & { spec?: V1SubjectAccessReviewSpec }

/** As Go prints the struct that it has of them. */
const shown = ({ path, verb }: { path?: string; verb?: string }) => ({ Path: path ?? '', Verb: verb ?? '' })

/** The question is about exactly one thing (apis/authorization/validation). */
function validateAttributes({ resourceAttributes, nonResourceAttributes }: V1SubjectAccessReviewSpec) {
  if (resourceAttributes && nonResourceAttributes) {
    const detail = 'cannot be specified in combination with resourceAttributes'
    return [invalidValue('spec.nonResourceAttributes', shown(nonResourceAttributes), detail)]
  }
  if (resourceAttributes || nonResourceAttributes) return []
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return [invalidValue('spec.resourceAttributes', null, detail)]
}

const validateSubject = ({ user, groups }: V1SubjectAccessReviewSpec) =>
  user || groups?.length
    ? []
    : [invalidValue('spec.user', user ?? '', 'at least one of user or group must be specified')]

function validateMetadata({ creationTimestamp: _, ...metadata }: V1ObjectMeta = {}, namespaced = false) {
  const { namespace, managedFields: __, ...rest } = metadata
  const own = namespaced ? rest : metadata
  if (Object.keys(own).length === 0) return []
  const detail = namespaced ? 'must be empty except for namespace' : 'must be empty'
  return [invalidValue('metadata', metadata, detail)]
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid(authorization.group, '', '', errors)
}

function attributesOf({ resourceAttributes, nonResourceAttributes }: V1SubjectAccessReviewSpec): Attributes {
  if (!resourceAttributes)
    return { verb: nonResourceAttributes?.verb ?? '', path: nonResourceAttributes?.path ?? '' }
  const { verb = '', group = '', resource = '', subresource, namespace = '', name = '' } = resourceAttributes
  return { verb, group, resource: subresource ? `${resource}/${subresource}` : resource, namespace, name }
}

const answered = (
  question: KubernetesObject,
  spec: V1SubjectAccessReviewSpec,
  user: User,
  registry: Registry,
) => ({
  ...question,
  status: decide(registry, user, attributesOf(spec)),
})

const subject = ({ user = '', groups = [], uid, extra }: V1SubjectAccessReviewSpec): User => ({
  username: user,
  groups,
  ...(uid ? { uid } : {}),
  ...(extra ? { extra } : {}),
})

/** May who asks do it? */
export function selfAccess(question: KubernetesObject, { user, registry }: Asked): object {
  const { spec = {} } = question as AccessReview
  refuse([...validateAttributes(spec), ...validateMetadata(question.metadata)])
  return answered(question, spec, user, registry)
}

/** May somebody do it? */
export function subjectAccess(question: KubernetesObject, { registry }: Asked): object {
  const { spec = {} } = question as AccessReview
  refuse([...validateAttributes(spec), ...validateSubject(spec), ...validateMetadata(question.metadata)])
  return answered(question, spec, subject(spec), registry)
}

/** May somebody do it in this namespace? */
export function localSubjectAccess(question: KubernetesObject, { registry, namespace }: Asked): object {
  const { spec = {} } = question as AccessReview
  const { resourceAttributes, nonResourceAttributes } = spec
  const wanted = resourceAttributes?.namespace ?? ''
  refuse([
    ...validateAttributes(spec),
    ...validateSubject(spec),
    ...validateMetadata(question.metadata, true),
    ...(resourceAttributes && wanted !== namespace
      ? [invalidValue('spec.resourceAttributes.namespace', wanted, 'must match metadata.namespace')]
      : []),
    ...(nonResourceAttributes
      ? [
          invalidValue(
            'spec.nonResourceAttributes',
            shown(nonResourceAttributes),
            'disallowed on this kind of request',
          ),
        ]
      : []),
  ])
  const { metadata, ...rest } = question
  return answered({ ...rest, metadata: { ...metadata, namespace } }, spec, subject(spec), registry)
}
