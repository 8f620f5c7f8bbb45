import { ApiStatusError } from '../../../../client'
import type { Command } from '../../command'
import { isNotFound, throwVisited, withSource } from '../../failure'
import { flag } from '../../flags/definition'
import type { Api, Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { at } from '../../object'
import { waitForDeletion } from '../../resources/deletion'
import { qualifiedKind } from '../../resources/mapper'
import { type Info, objectPath, select } from '../../resources/select'
import { checkRaw, sendRaw } from '../raw'
import {
  allNamespacesFlag,
  type DryRun,
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldSelectorFlag,
  filenameFlags,
  filenamesOf,
  propagationOf,
  selectorFlag,
  warnOfCascade,
} from '../shared-flags'

export const deleteCommand: Command = {
  name: 'delete',
  suggestFor: ['rm', 'remove'],
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  long: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

 Pods are given time to end (30 seconds unless they say otherwise); --grace-period and --now change that. kubectl waits until everything is gone, unless you say --wait=false.`,
  examples: `# Delete what policy.yaml describes
kubectl delete -f ./policy.yaml

# Delete one network policy
kubectl delete networkpolicy default-deny

# Delete a pod and a service by name
kubectl delete pod/web service/web

# Delete all pods with a label
kubectl delete pods -l app=web

# Delete all network policies of the namespace
kubectl delete netpol --all`,
  flags: [
    flag.bool('all', 'Delete all resources, in the namespace of the specified resource types.'),
    allNamespacesFlag,
    flag.string(
      'cascade',
      'What becomes of the dependents (e.g. pods of a ReplicaSet): background, orphan or foreground.',
      {
        default: 'background',
        withoutValue: 'background',
      },
    ),
    dryRunFlag,
    fieldSelectorFlag,
    ...filenameFlags('containing the resource to delete.'),
    flag.bool(
      'force',
      'Remove the resource from the API at once, without waiting for its end (with --grace-period=0).',
    ),
    flag.int('grace-period', 'Seconds given to the resource to end; negative leaves it to the resource.', {
      default: -1,
    }),
    flag.bool('ignore-not-found', 'Count "not found" as a successful delete. True when --all is given.'),
    flag.bool('interactive', 'Ask before deleting.', { shorthand: 'i' }),
    flag.bool('now', 'Let the resource end at once (like --grace-period=1).'),
    flag.string('output', 'Output mode. Use "-o name" for shorter output (resource/name).', {
      shorthand: 'o',
    }),
    flag.string('raw', 'A path to DELETE on the server as it is.'),
    selectorFlag,
    flag.duration('timeout', 'How long to wait for the end, zero means as long as it takes'),
    flag.bool('wait', 'Wait until the resources are gone.', { default: true }),
  ],
  run: runDelete,
}

type Run = { invocation: Invocation; api: Api; grace: number; dryRun: DryRun }

async function runDelete(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (flags.string('raw')) {
    const { filenames } = filenamesOf(invocation)
    if (args.length > 0) throw new Error('arguments may not be passed when --raw is specified')
    checkRaw(invocation, filenames, 0)
    return sendRaw(invocation, 'DELETE', filenames[0])
  }
  await warnOfCascade(invocation)
  propagationOf(invocation)
  const grace = graceOf(invocation)
  const dryRun = dryRunOf(invocation)
  const selector = flags.string('selector')
  const ignoreNotFound =
    flags.bool('ignore-not-found') ||
    (!flags.changed('ignore-not-found') &&
      Boolean(flags.bool('all') || selector || flags.string('field-selector')))
  const selection = await select(invocation, {
    args,
    ...filenamesOf(invocation),
    labelSelector: selector,
    fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
    fetch: false,
  })
  validate(invocation, grace)
  if (flags.bool('force')) {
    await invocation.err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    )
  }
  if (flags.bool('interactive') && !(await confirmed(invocation, selection.infos))) return

  const run: Run = { invocation, api: await invocation.api(), grace, dryRun }
  const { explicit } = await invocation.namespace()
  if (
    explicit &&
    !flags.bool('all-namespaces') &&
    selection.infos.some(({ resource }) => !resource.namespaced)
  ) {
    await invocation.err('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n')
  }
  const errors: Error[] = []
  const deleted: { info: Info; uid: string | undefined }[] = []
  for (const info of selection.infos) {
    try {
      deleted.push({ info, uid: await deleteOne(run, info) })
    } catch (error) {
      if (!(ignoreNotFound && isNotFound(error))) errors.push(error as Error)
    }
  }
  const missed = selection.errors.filter(error => !(ignoreNotFound && isNotFound(error)))
  throwVisited(missed, errors)
  if (deleted.length === 0 && !(ignoreNotFound && selection.infos.length > 0))
    return invocation.out('No resources found\n')
  if (flags.bool('wait') && dryRun === 'none') {
    await waitForDeletion(invocation, deleted, flags.duration('timeout'))
  }
}

/** Seconds for DeleteOptions; -1 leaves them out. */
function graceOf({ flags }: Invocation): number {
  const force = flags.bool('force')
  let grace = flags.int('grace-period')
  if (flags.bool('now')) {
    if (grace !== -1) throw new Error('--now and --grace-period cannot be specified together')
    grace = 1
  }
  // Losing data by a zero takes saying so twice: with --force.
  if (grace === 0 && !force) grace = 1
  if (force && grace < 0) grace = 0
  return grace
}

/** What is told only when it is clear what to delete. */
function validate({ flags }: Invocation, grace: number): void {
  const output = flags.string('output')
  if (output && output !== 'name')
    throw new Error(`unexpected -o output mode: ${output}. We only support '-o name'`)
  if (flags.bool('force') && grace > 0)
    throw new Error('--force and --grace-period greater than 0 cannot be specified together')
}

async function deleteOne({ invocation, api, grace, dryRun }: Run, info: Info): Promise<string | undefined> {
  const propagationPolicy = propagationOf(invocation)
  let answer: KubeObject | undefined
  if (dryRun !== 'client') {
    try {
      const { body } = await api.request<KubeObject>('DELETE', objectPath(info), {
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy,
          ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
          // With a body the server does not look at the query.
          ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
        },
      })
      answer = body
    } catch (error) {
      throw error instanceof ApiStatusError ? withSource('deleting', info.source, error) : error
    }
  }
  await invocation.out(message(invocation, info, grace, dryRun))
  return (at(answer, 'details', 'uid') ?? answer?.metadata?.uid) as string | undefined
}

function message(
  { flags }: Invocation,
  { resource, name, namespace }: Info,
  grace: number,
  dryRun: DryRun,
): string {
  const kind = qualifiedKind(resource)
  if (flags.string('output') === 'name') return `${kind}/${name}\n`
  const from = namespace ? ` from ${namespace} namespace` : ''
  return `${kind} "${name}" ${grace === 0 ? 'force deleted' : 'deleted'}${from}${dryRunSuffix(dryRun)}\n`
}

async function confirmed(invocation: Invocation, infos: readonly Info[]): Promise<boolean> {
  if (infos.length === 0) {
    await invocation.out('No resources found\n')
    return false
  }
  const list = infos.map(({ resource, name }) => `${qualifiedKind(resource)}/${name}\n`).join('')
  await invocation.out(
    `You are about to delete the following ${infos.length} resource(s):\n${list}Do you want to continue? (y/N): `,
  )
  const answer = await invocation.process.stdin.read()
  if (/^y\s*$/i.test(new TextDecoder().decode(answer ?? new Uint8Array()))) return true
  await invocation.out('deletion is cancelled\n')
  return false
}
