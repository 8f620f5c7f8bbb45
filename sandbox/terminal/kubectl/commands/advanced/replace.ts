import type { Command } from '../../command'
import { usageError } from '../../command'
import { isNotFound, throwVisited, withSource } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { asNew, type KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags } from '../../output/printer'
import { lastApplied, withLastApplied } from '../../patch/last-applied'
import { gone } from '../../resources/deletion'
import { collectionPath, fetchObject, type Info, objectPath, select } from '../../resources/select'
import { checkRaw, sendRaw } from '../raw'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  fieldValidationOf,
  filenameFlags,
  filenamesOf,
  requireFilename,
  saveConfigFlag,
  subresourceFlag,
  validateFlag,
} from '../shared-flags'

export const replace: Command = {
  name: 'replace',
  usage: '-f FILENAME',
  short: 'Replace a resource by file name or stdin',
  long: `Replace a resource by file name or stdin.

 JSON and YAML formats are accepted. The resource must exist, and what you give is all of it.`,
  examples: `# Replace what policy.yaml describes
kubectl replace -f ./policy.yaml

# Delete it and make it anew
kubectl replace --force -f ./pod.yaml`,
  flags: [
    flag.string('cascade', 'How --force deletes: background, orphan or foreground.', {
      default: 'background',
      withoutValue: 'background',
    }),
    dryRunFlag,
    fieldManagerFlag('kubectl-replace'),
    ...filenameFlags('to use to replace the resource.'),
    flag.bool('force', 'Delete the resource and make it anew.'),
    flag.int(
      'grace-period',
      'With --force, seconds the old resource is given to end; -1 leaves it to the resource.',
      { default: -1 },
    ),
    flag.string('raw', 'A path to PUT to on the server as it is.'),
    saveConfigFlag,
    subresourceFlag,
    flag.duration('timeout', 'With --force, how long to wait for the deletion.'),
    validateFlag,
    flag.bool('wait', 'With --force, wait until the old resource is gone.'),
    ...printFlags(objectFormats),
  ],
  run: runReplace,
}

async function runReplace(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  const dryRun = dryRunOf(invocation)
  const force = flags.bool('force')
  if (flags.int('grace-period') >= 0 && !force) throw new Error('--grace-period must have --force specified')
  if (flags.duration('timeout') !== 0 && !force) throw new Error('--timeout must have --force specified')
  if (force && dryRun !== 'none') throw new Error('--dry-run can not be used when --force is set')
  if (flags.string('raw')) {
    checkRaw(invocation, files.filenames)
    return sendRaw(invocation, 'PUT', files.filenames[0])
  }
  const fieldValidation = fieldValidationOf(invocation)
  const { infos, errors } = await select(invocation, {
    args: [],
    ...files,
    validate: fieldValidation !== 'Ignore' && !force,
  })
  const failures: Error[] = []
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const api = await invocation.api()
  if (force) for (const info of infos) await removeFirst(invocation, info)
  const query = {
    fieldManager: flags.string('field-manager'),
    fieldValidation,
    dryRun: dryRun === 'server' ? 'All' : undefined,
  }
  for (const info of infos) {
    try {
      const given = info.object as KubeObject
      const body = flags.bool('save-config') || lastApplied(given) ? withLastApplied(given) : given
      if (dryRun === 'client') {
        await printer.print(body, 'replaced')
        continue
      }
      const answer = force
        ? await api.request<KubeObject>('POST', collectionPath(info), { body: asNew(body), query })
        : await api.request<KubeObject>('PUT', objectPath(info, flags.string('subresource') || undefined), {
            body: await withVersion(invocation, info, body),
            query,
          })
      await printer.print(answer.body, 'replaced')
    } catch (error) {
      failures.push(force ? (error as Error) : withSource('replacing', info.source, error))
    }
  }
  throwVisited(errors, failures)
  if (force && infos.length === 0) throw new Error('no objects passed to replace')
}

/** A manifest without a resourceVersion replaces whatever is there now (resource.Helper.Replace with overwrite). */
async function withVersion(invocation: Invocation, info: Info, object: KubeObject): Promise<KubeObject> {
  if (object.metadata?.resourceVersion) return object
  const current = await fetchObject(invocation, info).catch((error: unknown) => {
    if (isNotFound(error)) return undefined
    throw error
  })
  // What is not there is sent all the same: the server may have more to say of it.
  if (!current) return object
  return { ...object, metadata: { ...object.metadata, resourceVersion: current.metadata?.resourceVersion } }
}

async function removeFirst(invocation: Invocation, info: Info): Promise<void> {
  const api = await invocation.api()
  const grace = invocation.flags.int('grace-period')
  const { resource, name, namespace } = info
  try {
    await api.request('DELETE', objectPath(info), {
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
      },
    })
  } catch (error) {
    if ((error as { reason?: string }).reason === 'NotFound') return
    throw error
  }
  const kind = `${resource.kind.toLowerCase()}${resource.group ? `.${resource.group}` : ''}`
  await invocation.out(`${kind} "${name}" deleted${namespace ? ` from ${namespace} namespace` : ''}\n`)
  await gone(invocation, { info, uid: undefined })
}
