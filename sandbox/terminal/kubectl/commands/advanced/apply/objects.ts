import { ApiStatusError } from '../../../../../client'
import { isNotFound, withSource } from '../../../failure'
import type { Api, Invocation } from '../../../invocation'
import { asNew, joinApiVersion, type KubeObject, nameOf } from '../../../object'
import { goJson } from '../../../output/json'
import { lastApplied, lastAppliedAnnotation, withLastApplied } from '../../../patch/last-applied'
import { applyMergePatch, createThreeWayMergePatch } from '../../../patch/merge-patch'
import { patchSchemaOf } from '../../../patch/schema'
import { applyStrategicPatch } from '../../../patch/strategic-apply'
import { createThreeWayStrategicPatch } from '../../../patch/strategic-diff'
import { collectionPath, fetchObject, type Info, objectPath } from '../../../resources/select'
import type { DryRun } from '../../shared-flags'

/** One run of `kubectl apply`. */
export type Run = {
  invocation: Invocation
  api: Api
  dryRun: DryRun
  validation: 'Strict' | 'Warn' | 'Ignore'
}
type Applied = { object: KubeObject; operation: string }

/** Query of every write: who owns the fields, what about unknown ones, and whether it is kept at all. */
function writeQuery(
  { invocation, dryRun, validation }: Run,
  manager = invocation.flags.string('field-manager'),
) {
  return {
    dryRun: dryRun === 'server' ? 'All' : undefined,
    fieldManager: manager,
    fieldValidation: validation,
  }
}

/** Makes the object what the manifest says, by a three-way patch. */
export async function applyOne(run: Run, info: Info): Promise<Applied> {
  const { invocation, api } = run
  const manifest = info.object as KubeObject
  const modified = withLastApplied(manifest)
  let current: KubeObject
  try {
    current = await fetchObject(invocation, info)
  } catch (error) {
    if (!isNotFound(error)) {
      throw withSource(
        `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`,
        info.source,
        error,
      )
    }
    return create(run, info, pruneNulls(modified) as KubeObject)
  }
  if (!current.metadata?.annotations?.[lastAppliedAnnotation]) {
    await invocation.err(
      `Warning: resource ${info.resource.resource}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    )
  }
  let patched = await patchOne(run, info, modified, current)
  // Somebody else was faster: with their version the difference is another one.
  for (let tries = 0; patched.error && isConflict(patched.error) && tries < 5; tries++) {
    patched = await patchOne(run, info, modified, await fetchObject(invocation, info))
  }
  if (patched.error && invocation.flags.bool('force') && isImmutable(patched.error)) {
    await api.request('DELETE', objectPath(info), {})
    return { ...(await create(run, info, modified)), operation: 'configured' }
  }
  if (patched.error) {
    throw withSource(
      `applying patch:\n${goJson(patched.patch)}\nto:\n${describeInfo(info)}\nfor:`,
      info.source,
      withSource('patching', info.source, patched.error),
    )
  }
  const object = patched.object as KubeObject
  if (object.metadata?.deletionTimestamp) {
    await invocation.err(
      `Warning: Detected changes to resource ${nameOf(object)} which is currently being deleted.\n`,
    )
  }
  return { object, operation: Object.keys(patched.patch).length === 0 ? 'unchanged' : 'configured' }
}

const isConflict = (error: unknown): boolean => error instanceof ApiStatusError && error.reason === 'Conflict'
const isImmutable = (error: unknown): boolean =>
  error instanceof ApiStatusError && (error.reason === 'Invalid' || error.reason === 'Conflict')

async function create(run: Run, info: Info, object: KubeObject): Promise<Applied> {
  if (run.dryRun === 'client') return { object, operation: 'created' }
  try {
    const { body } = await run.api.request<KubeObject>('POST', collectionPath(info), {
      body: asNew(object),
      query: writeQuery(run),
    })
    return { object: body, operation: 'created' }
  } catch (error) {
    throw withSource('creating', info.source, error)
  }
}

type Patched = { patch: Record<string, unknown>; object?: KubeObject; error?: unknown }

async function patchOne(run: Run, info: Info, modified: KubeObject, current: KubeObject): Promise<Patched> {
  const { apiVersion = joinApiVersion(info.resource.group, info.resource.version), kind = '' } = modified
  const schema = await patchSchemaOf(run.invocation, { apiVersion, kind })
  const original = lastApplied(current) ?? {}
  const patch = schema
    ? createThreeWayStrategicPatch(original, modified, current, schema)
    : createThreeWayMergePatch(original, modified, current)
  if (Object.keys(patch).length === 0) return { patch, object: current }
  if (run.dryRun === 'client') {
    const object = schema ? applyStrategicPatch(current, patch, schema) : applyMergePatch(current, patch)
    return { patch, object: object as KubeObject }
  }
  try {
    const { body } = await run.api.request<KubeObject>('PATCH', objectPath(info), {
      body: patch,
      contentType: `application/${schema ? 'strategic-merge-patch' : 'merge-patch'}+json`,
      query: writeQuery(run),
    })
    return { patch, object: body }
  } catch (error) {
    if (error instanceof ApiStatusError) return { patch, error }
    throw error
  }
}

/** Leaves it to the server (server-side apply). */
export async function applyServerSide(run: Run, info: Info): Promise<Applied> {
  const { invocation, api } = run
  const { flags } = invocation
  const manager = flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl'
  if (!info.name) throw new Error('resource name may not be empty')
  try {
    const { body } = await api.request<KubeObject>(
      'PATCH',
      objectPath(info, flags.string('subresource') || undefined),
      {
        body: goJson(info.object),
        contentType: 'application/apply-patch+yaml',
        query: { ...writeQuery(run, manager), force: flags.bool('force-conflicts') },
      },
    )
    return { object: body, operation: 'serverside-applied' }
  } catch (error) {
    if (!isConflict(error)) throw error
    throw new Error(`${(error as Error).message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`)
  }
}

function describeInfo({ resource, name, namespace }: Info): string {
  const { group, version, kind } = resource
  const apiVersion = `${group}/${version}`
  return `Resource: "${apiVersion}, Resource=${resource.resource}", GroupVersionKind: "${apiVersion}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
}

function pruneNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruneNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, pruneNulls(item)]),
  )
}
