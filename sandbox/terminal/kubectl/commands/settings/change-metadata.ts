import { throwVisited } from '../../failure'
import type { Invocation } from '../../invocation'
import { readManifests } from '../../manifest/read'
import type { KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { createMergePatch } from '../../patch/merge-patch'
import { type Info, objectPath, select } from '../../resources/select'
import { dryRunOf, dryRunSuffix, filenamesOf } from '../shared-flags'

export type MetadataChange = {
  field: 'labels' | 'annotations'
  /** The new values for one object and what was done; `write` prints a remark first. Throws when it must not be done. */
  change: (
    object: KubeObject,
    write: (text: string) => Promise<void>,
  ) => Promise<{
    values: Record<string, string>
    operation: string
    /** There is nothing to send. */
    same?: boolean
  }>
}

/** Throws for what cannot be worked on; `example` is how a file is named. */
export function checkTargets({ flags }: Invocation, resources: readonly string[], example: string): void {
  const files = flags.list('filename').length > 0 || flags.string('kustomize') !== ''
  if (flags.bool('list') && flags.string('output'))
    throw new Error('--list and --output may not be specified together')
  if (flags.bool('all') && flags.string('selector'))
    throw new Error('cannot set --all and --selector at the same time')
  if (flags.bool('all') && flags.string('field-selector'))
    throw new Error('cannot set --all and --field-selector at the same time')
  if (!flags.bool('local')) {
    if (resources.length > 0 || files) return
    throw new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  if (flags.string('dry-run') === 'server')
    throw new Error('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  if (resources.length > 0)
    throw new Error(`can only use local files by -f ${example} when --local=true is set`)
  if (!files) throw new Error(`one or more files must be specified as -f ${example}`)
}

/** Changes labels or annotations of everything that a command line selects. */
export async function changeMetadata(
  invocation: Invocation,
  resources: readonly string[],
  { field, change }: MetadataChange,
): Promise<void> {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const local = flags.bool('local')
  const { objects, errors, single } = await targets(invocation, resources, local)
  if (!single && flags.string('resource-version'))
    throw new Error('--resource-version may only be used with a single resource')
  const failures: Error[] = []
  for (const { object, info } of objects) {
    try {
      const sends = info && dryRun !== 'client' && !local && !flags.bool('list')
      const { values, operation, same } = await change(object, text =>
        text && sends ? invocation.out(text) : Promise.resolve(),
      )
      if (flags.bool('list')) {
        await list(invocation, object, values, single, field)
        continue
      }
      const changed: KubeObject = { ...object, metadata: { ...object.metadata, [field]: values } }
      await printer.print(
        sends && !same ? await patch(invocation, info, object, changed, dryRun === 'server') : changed,
        operation,
      )
    } catch (error) {
      failures.push(error as Error)
    }
  }
  throwVisited(errors, failures)
}

type Target = { object: KubeObject; info?: Info }

async function targets(
  invocation: Invocation,
  resources: readonly string[],
  local: boolean,
): Promise<{ objects: Target[]; errors: Error[]; single: boolean }> {
  const { flags } = invocation
  const files = filenamesOf(invocation)
  if (local) {
    const { objects, errors, single } = await readManifests(invocation, files)
    return { objects, errors, single }
  }
  const { infos, errors, single } = await select(invocation, {
    args: resources,
    ...files,
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    allNamespaces: flags.bool('all-namespaces'),
    allowEmptySelector: flags.bool('all'),
    latest: true,
  })
  return { objects: infos.map(info => ({ object: info.object as KubeObject, info })), errors, single }
}

async function patch(
  invocation: Invocation,
  info: Info,
  before: KubeObject,
  after: KubeObject,
  serverDryRun: boolean,
): Promise<KubeObject> {
  const { flags } = invocation
  const version = flags.string('resource-version')
  const body = createMergePatch(before, after)
  if (version) body.metadata = { ...(body.metadata as object | undefined), resourceVersion: version }
  if (Object.keys(body).length === 0) return before
  const api = await invocation.api()
  const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
    body,
    contentType: 'application/merge-patch+json',
    query: { fieldManager: flags.string('field-manager'), dryRun: serverDryRun ? 'All' : undefined },
  })
  return answer.body
}

async function list(
  invocation: Invocation,
  object: KubeObject,
  values: Record<string, string>,
  single: boolean,
  field: string,
): Promise<void> {
  const group = object.apiVersion?.includes('/') ? object.apiVersion.split('/')[0] : ''
  if (!single)
    await invocation.out(`Listing ${field} for ${object.kind}.${group}/${object.metadata?.name}:\n`)
  const indent = single ? '' : ' '
  await invocation.out(
    Object.entries(values)
      .map(([key, value]) => `${indent}${key}=${value}\n`)
      .join(''),
  )
}
