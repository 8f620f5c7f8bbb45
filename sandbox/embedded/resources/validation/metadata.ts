import type { V1ObjectMeta, V1OwnerReference } from '@kubernetes/client-node'
import type { FieldError, Registration } from '../registration'
import { forbiddenField, goQuote, invalidValue, required, tooLong } from './field-errors'
import { labelValue, nameRules, qualifiedName } from './names'

const annotationsLimit = 256 * 1024

/** metadata.labels, or a selector's matchLabels. */
export const validateLabels = (labels: Record<string, string> | undefined, field: string): FieldError[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...qualifiedName(key).map(detail => invalidValue(field, key, detail)),
    ...labelValue(value).map(detail => invalidValue(field, value, detail)),
  ])

export function validateAnnotations(
  annotations: Record<string, string> | undefined,
  field: string,
): FieldError[] {
  let size = 0
  const errors = Object.entries(annotations ?? {}).flatMap(([key, value]) => {
    size += key.length + Buffer.byteLength(value)
    return qualifiedName(key.toLowerCase()).map(detail => invalidValue(field, key, detail))
  })
  return size > annotationsLimit ? [...errors, tooLong(field, annotationsLimit)] : errors
}

const standardFinalizers = new Set(['foregroundDeletion', 'kubernetes', 'orphan'])

/** core/validation ValidateFinalizerName: what is no name belongs to the list, what is nobody's to its place. */
export const validateFinalizer = (finalizer: string, list: string, place: string): FieldError[] => [
  ...qualifiedName(finalizer).map(detail => invalidValue(list, finalizer, detail)),
  ...(finalizer.includes('/') || standardFinalizers.has(finalizer)
    ? []
    : [
        invalidValue(place, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'),
      ]),
]

/** In the order in which Go declares the fields. */
const asGo = ({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: V1OwnerReference) => ({
  apiVersion,
  kind,
  name,
  uid,
  controller,
  blockOwnerDeletion,
})

/** What every object's metadata must be (apimachinery, api/validation ValidateObjectMeta). */
export function validateMetadata(
  metadata: V1ObjectMeta,
  { namespaced, nameFormat }: Pick<Registration, 'namespaced' | 'nameFormat'>,
): FieldError[] {
  const { name = '', generateName = '', namespace = '' } = metadata
  const rule = nameRules[nameFormat]
  const errors: FieldError[] = []
  if (generateName) {
    const prefix = generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName
    errors.push(...rule(prefix).map(detail => invalidValue('metadata.generateName', generateName, detail)))
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'))
  else errors.push(...rule(name).map(detail => invalidValue('metadata.name', name, detail)))
  if (namespaced && namespace === '') errors.push(required('metadata.namespace'))
  if (!namespaced && namespace) errors.push(forbiddenField('metadata.namespace', 'not allowed on this type'))
  errors.push(...validateLabels(metadata.labels, 'metadata.labels'))
  errors.push(...validateAnnotations(metadata.annotations, 'metadata.annotations'))
  for (const owner of metadata.ownerReferences ?? []) {
    const field = 'metadata.ownerReferences'
    if (!owner.apiVersion)
      errors.push(invalidValue(`${field}.apiVersion`, owner.apiVersion, 'version must not be empty'))
    if (!owner.kind) errors.push(invalidValue(`${field}.kind`, owner.kind, 'must not be empty'))
    if (!owner.name) errors.push(invalidValue(`${field}.name`, owner.name, 'must not be empty'))
    if (!owner.uid) errors.push(invalidValue(`${field}.uid`, owner.uid, 'must not be empty'))
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
      errors.push(invalidValue(field, asGo(owner), '/v1, Kind=Event is disallowed from being an owner'))
    }
  }
  const controllers = (metadata.ownerReferences ?? []).filter(({ controller }) => controller)
  if (controllers.length > 1) {
    const [first, second] = controllers.map(({ kind, name }) => `${kind}/${name}`)
    errors.push(
      invalidValue(
        'metadata.ownerReferences',
        metadata.ownerReferences!.map(asGo),
        `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`,
      ),
    )
  }
  for (const [index, finalizer] of (metadata.finalizers ?? []).entries()) {
    errors.push(...validateFinalizer(finalizer, 'metadata.finalizers', `metadata.finalizers[${index}]`))
  }
  return errors
}

const immutable = 'field is immutable'

/** Metadata that an update may not change (apimachinery, api/validation ValidateObjectMetaAccessorUpdate). */
export function validateMetadataUpdate(metadata: V1ObjectMeta, old: V1ObjectMeta): FieldError[] {
  const errors = (['name', 'namespace', 'uid'] as const).flatMap(key =>
    metadata[key] === old[key] ? [] : [invalidValue(`metadata.${key}`, metadata[key], immutable)],
  )
  if (!old.deletionTimestamp) return errors
  const added = (metadata.finalizers ?? []).filter(finalizer => !old.finalizers?.includes(finalizer))
  if (added.length === 0) return errors
  const listed = `[]string{${added.sort().map(goQuote).join(', ')}}`
  return [
    ...errors,
    forbiddenField(
      'metadata.finalizers',
      `no new finalizers can be added if the object is being deleted, found new finalizers ${listed}`,
    ),
  ]
}
