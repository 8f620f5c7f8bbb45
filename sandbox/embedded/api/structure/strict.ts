import type { KubernetesObject } from '@kubernetes/client-node'
import { badRequest } from '../status'
import { definitionOf } from './definitions'
import { problemsOf } from './json-text'
import { type Kind, requireStructure } from './structure'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** Go's internal package of a group, as messages name it. */
const internalPackage = (group: string) => (group === '' ? 'core' : group.split('.')[0])

const apiVersionOf = ({ group, version }: Kind) => (group ? `${group}/${version}` : version)

/**
 * Reads a document as an object of this kind: kind and apiVersion may be missing, but not be others. Unknown and
 * duplicate fields refuse it, warn or are dropped, as `validation` says. Throws BadRequest in the server's words.
 */
export function readObject(
  kind: Kind,
  document: Record<string, unknown>,
  validation: FieldValidation,
): { object: KubernetesObject; warnings: string[] } {
  const expected = apiVersionOf(kind)
  const given = { apiVersion: document.apiVersion || expected, kind: document.kind || kind.kind }
  const version = String(given.apiVersion).split('/').at(-1)
  const handled = (why: string) =>
    badRequest(`${given.kind} in version "${version}" cannot be handled as a ${kind.kind}: ${why}`)
  if (given.kind !== kind.kind || given.apiVersion !== expected) {
    const [group, kindVersion] = String(given.apiVersion).includes('/')
      ? (String(given.apiVersion).split('/') as [string, string])
      : ['', String(given.apiVersion)]
    if (!definitionOf(group, kindVersion, String(given.kind))) {
      throw handled(
        `no kind "${given.kind}" is registered for version "${given.apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
      )
    }
    throw handled(
      `converting (${kindVersion}.${given.kind}) to (${internalPackage(kind.group)}.${kind.kind}): unknown conversion`,
    )
  }
  const { value, error, strict } = requireStructure(kind).read(document)
  if (error) throw handled(error)
  const object = { ...value, apiVersion: expected, kind: kind.kind } as KubernetesObject
  if (validation === 'Ignore') return { object, warnings: [] }
  const found = [...problemsOf(document), ...strict]
  if (validation === 'Warn') return { object, warnings: found }
  if (found.length) throw handled(`strict decoding error: ${found.join(', ')}`)
  return { object, warnings: [] }
}
