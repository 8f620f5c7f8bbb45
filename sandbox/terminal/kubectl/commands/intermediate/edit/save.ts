import { ApiStatusError } from '../../../../../client'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { withoutManagedFields } from '../../../output/printer'
import { deepEqual } from '../../../patch/equal'
import { withLastApplied } from '../../../patch/last-applied'
import { createMergePatch } from '../../../patch/merge-patch'
import { patchSchemaOf } from '../../../patch/schema'
import { createStrategicPatch } from '../../../patch/strategic-diff'
import { type Info, infoOf, objectPath } from '../../../resources/select'
import { reasonOf, refusalOf } from './refusal'

export type Saved = {
  /** Why objects were invalid, for the file to tell. */
  refused: string[]
  /** Something else was in the way, such as a conflict: the same may go through the next time. */
  again: boolean
}

/** Patches what was changed, and says of each object what became of it (EditOptions.visitToPatch). */
export async function saveAll(
  invocation: Invocation,
  infos: readonly Info[],
  edited: readonly KubeObject[],
): Promise<Saved> {
  const mapper = await invocation.mapper()
  const { name: namespace } = await invocation.namespace()
  const targets = edited.map(object =>
    infoOf(object, 'edited-file', mapper, { name: namespace, explicit: true }),
  )
  const printer = await operationPrinter(invocation, '')
  const saved: Saved = { refused: [], again: false }
  for (const target of targets) {
    const info = infos.find(({ object }) => object?.metadata?.uid === target.object?.metadata?.uid)
    if (!info)
      throw new Error(
        `no original object found for ${target.resource.resource} ${JSON.stringify(target.name)}`,
      )
    const before = withoutManagedFields(info.object as KubeObject)
    const wanted = target.object as KubeObject
    const after = invocation.flags.bool('save-config') ? withLastApplied(wanted) : wanted
    if (deepEqual(after, before)) {
      await printer.print(wanted, 'skipped')
      continue
    }
    const body = await patchBetween(invocation, before, after)
    try {
      await printer.print(await patch(invocation, info, body), 'edited')
    } catch (error) {
      if (!(error instanceof ApiStatusError)) throw error
      await invocation.err(refusalOf(error, info))
      if (error.reason === 'Invalid') saved.refused.push(reasonOf(error, info))
      else saved.again = true
    }
  }
  return saved
}

type Patch = { body: unknown; contentType: string }

async function patchBetween(invocation: Invocation, before: KubeObject, after: KubeObject): Promise<Patch> {
  const { apiVersion = '', kind = '', metadata } = before
  if (after.apiVersion !== apiVersion || after.kind !== kind || after.metadata?.name !== metadata?.name) {
    throw new Error('At least one of apiVersion, kind and name was changed')
  }
  const schema = await patchSchemaOf(invocation, { apiVersion, kind })
  return {
    body: schema ? createStrategicPatch(before, after, schema) : createMergePatch(before, after),
    contentType: `application/${schema ? 'strategic-merge-patch' : 'merge-patch'}+json`,
  }
}

async function patch(invocation: Invocation, info: Info, { body, contentType }: Patch): Promise<KubeObject> {
  const { flags } = invocation
  if (flags.bool('output-patch')) await invocation.out(`Patch: ${JSON.stringify(body)}\n`)
  const api = await invocation.api()
  const path = objectPath(info, flags.string('subresource') || undefined)
  const answer = await api.request<KubeObject>('PATCH', path, {
    body,
    contentType,
    query: { fieldManager: flags.string('field-manager'), fieldValidation: 'Strict' },
  })
  return answer.body
}
