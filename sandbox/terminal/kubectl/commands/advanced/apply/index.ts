import { ApiStatusError } from '../../../../../client'
import type { Command } from '../../../command'
import { usageError } from '../../../command'
import { isNotFound, throwAll, withSource } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Api, Invocation } from '../../../invocation'
import { asNew, joinApiVersion, type KubeObject, nameOf } from '../../../object'
import { goJson } from '../../../output/json'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { lastApplied, lastAppliedAnnotation, withLastApplied } from '../../../patch/last-applied'
import { applyMergePatch, createThreeWayMergePatch } from '../../../patch/merge-patch'
import { patchSchemaOf } from '../../../patch/schema'
import { applyStrategicPatch } from '../../../patch/strategic-apply'
import { createThreeWayStrategicPatch } from '../../../patch/strategic-diff'
import { collectionPath, fetchObject, type Info, objectPath, select } from '../../../resources/select'
import {
  type DryRun,
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  fieldValidationOf,
  filenameFlags,
  filenamesOf,
  propagationOf,
  requireFilename,
  selectorFlag,
  subresourceFlag,
  validateFlag,
} from '../../shared-flags'
import { setLastApplied, viewLastApplied } from './last-applied'

export const apply: Command = {
  name: 'apply',
  usage: '(-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  long: `Apply a configuration to a resource by file name or stdin. The resource must have a name. It is made if it does not exist yet.

 JSON and YAML formats are accepted.`,
  examples: `# Apply the configuration in policy.yaml
kubectl apply -f ./policy.yaml

# Apply everything in a directory
kubectl apply -f dir/

# Apply what is typed or piped in
cat policy.yaml | kubectl apply -f -

# Only say what would happen
kubectl apply -f policy.yaml --dry-run=server`,
  flags: [
    flag.bool('all', 'Select all resources of the types that --prune looks at.'),
    flag.string('cascade', 'How --force deletes: background, orphan or foreground.', {
      default: 'background',
      withoutValue: 'background',
    }),
    dryRunFlag,
    fieldManagerFlag('kubectl-client-side-apply'),
    ...filenameFlags('that contains the configuration to apply'),
    flag.bool('force', 'Delete and make anew what cannot be changed in place.'),
    flag.bool('force-conflicts', 'With --server-side take over fields that others own.'),
    flag.int(
      'grace-period',
      'With --force, seconds the old resource is given to end; -1 leaves it to the resource.',
      { default: -1 },
    ),
    flag.bool('openapi-patch', "Use the server's OpenAPI to compute the difference.", { default: true }),
    flag.bool('overwrite', 'Take the value of the manifest where the live one differs.', { default: true }),
    flag.bool('prune', 'Delete objects that are not in the manifests. Not available here.'),
    selectorFlag,
    flag.bool('server-side', 'Let the server compute the change.'),
    subresourceFlag,
    flag.duration('timeout', 'With --force, how long to wait for the deletion.'),
    validateFlag,
    flag.bool('record', 'Record the command line in an annotation of the resource.', { hidden: true }),
    flag.bool('wait', 'With --force, wait until the old resource is gone.'),
    ...printFlags(objectFormats),
  ],
  subcommands: [setLastApplied, viewLastApplied],
  run: runApply,
}

async function runApply(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  const dryRun = dryRunOf(invocation)
  propagationOf(invocation)
  const serverSide = flags.bool('server-side')
  if (flags.bool('prune'))
    throw new Error(
      '--prune is not available in this terminal: delete what is not wanted any more with kubectl delete',
    )
  if (flags.bool('force-conflicts') && !serverSide)
    throw new Error('--force-conflicts only works with --server-side')
  if (flags.bool('force') && serverSide) throw new Error('--force cannot be used with --server-side')
  if (dryRun === 'client' && serverSide) {
    throw new Error(
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    )
  }
  if (flags.string('subresource') && !serverSide)
    throw new Error('--subresource can only be specified for --server-side')

  const validation = fieldValidationOf(invocation)
  const selection = await select(invocation, {
    args: [],
    ...files,
    labelSelector: flags.string('selector'),
    validate: validation !== 'Ignore',
  })
  const { infos } = selection
  const errors = [...selection.errors]
  if (infos.length === 0 && errors.length === 0) throw new Error('no objects passed to apply')

  const shows = ['', 'name'].includes(flags.string('output').toLowerCase()) === false
  const print = async (object: KubeObject, operation: string) =>
    (await operationPrinter(invocation, dryRunSuffix(dryRun))).print(object, operation)
  const run: Run = { invocation, api: await invocation.api(), dryRun, validation }
  const applied: KubeObject[] = []
  for (const info of infos) {
    try {
      const { generateName } = info.object?.metadata ?? {}
      if (!info.name && generateName)
        throw new Error(`from ${generateName}: cannot use generate name with apply`)
      const { object, operation } = await (serverSide ? applyServerSide(run, info) : applyOne(run, info))
      if (shows) applied.push(object)
      else await print(object, operation)
    } catch (error) {
      errors.push(error as Error)
    }
  }
  throwAll(errors)
  if (applied.length === 1) await print(applied[0] as KubeObject, '')
  if (applied.length > 1) {
    await print({ apiVersion: 'v1', kind: 'List', metadata: {}, items: applied }, '')
  }
}

type Run = {
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

async function applyOne(run: Run, info: Info): Promise<Applied> {
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

async function applyServerSide(run: Run, info: Info): Promise<Applied> {
  const { invocation, api } = run
  const { flags } = invocation
  const manager = flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl'
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
