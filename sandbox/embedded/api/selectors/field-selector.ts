import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../../resources/registration'
import { badRequest } from '../status'

export type FieldMatch = (object: KubernetesObject) => boolean

const always: Readonly<Record<string, (object: KubernetesObject) => string>> = {
  'metadata.name': ({ metadata }) => metadata?.name ?? '',
  'metadata.namespace': ({ metadata }) => metadata?.namespace ?? '',
}

/** Parses `status.phase=Running,metadata.name!=x`. Throws BadRequest for fields that the resource cannot select by. */
export function parseFieldSelector(text: string, registration: Registration): FieldMatch {
  const { fields = {} } = registration
  const matches = text
    .split(/(?<!\\),/)
    .filter(term => term !== '')
    .map((term): FieldMatch => {
      const parts = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
      if (!parts) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`)
      const [, field, operator, raw] = parts as unknown as [string, string, string, string]
      const read = Object.hasOwn(always, field)
        ? always[field]
        : Object.hasOwn(fields, field)
          ? fields[field]
          : undefined
      if (!read) throw badRequest(unknownField(field, registration))
      const value = raw.replace(/\\([\\,=])/g, '$1')
      return operator === '!=' ? object => read(object) !== value : object => read(object) === value
    })
  return object => matches.every(match => match(object))
}

/** Kinds that select by fields of their own say it in other words than those that do not. */
const unknownField = (field: string, { fields }: Registration) =>
  fields
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
