import type { Command } from '../../../command'
import { usageError } from '../../../command'
import { throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { select } from '../../../resources/select'
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
import { applySetOf } from './applyset'
import { editLastApplied } from './edit-last-applied'
import { setLastApplied, viewLastApplied } from './last-applied'
import { applyOne, applyServerSide, type Run } from './objects'
import { prunable, prune } from './prune'

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
    flag.bool(
      'prune',
      'Delete what was applied once and is not in the manifests any more; goes with -l or --all.',
    ),
    flag.array('prune-allowlist', 'Types that --prune looks at, each as <group/version/kind>.'),
    flag.string('applyset', 'The object that keeps what belongs together, for --prune.', { hidden: true }),
    selectorFlag,
    flag.bool('server-side', 'Let the server compute the change.'),
    subresourceFlag,
    flag.duration('timeout', 'With --force, how long to wait for the deletion.'),
    validateFlag,
    flag.bool('record', 'Record the command line in an annotation of the resource.', { hidden: true }),
    flag.bool('wait', 'With --force, wait until the old resource is gone.'),
    ...printFlags(objectFormats),
  ],
  subcommands: [editLastApplied, setLastApplied, viewLastApplied],
  run: runApply,
}

async function runApply(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
  const dryRun = dryRunOf(invocation)
  propagationOf(invocation)
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  const validation = fieldValidationOf(invocation)
  const applySet = await applySetFlag(invocation)
  const allowed = flags.bool('prune') ? await prunable(invocation, flags.list('prune-allowlist')) : []
  rejectContradictions(invocation, dryRun)
  if (flags.bool('prune')) rejectPruning(invocation, allowed.length)
  await applySet?.validate()

  const selection = await select(invocation, {
    args: [],
    ...files,
    labelSelector: flags.string('selector'),
    validate: validation !== 'Ignore',
  })
  const { infos } = selection
  const errors = [...selection.errors]
  applySet?.mark(infos)
  if (infos.length === 0 && errors.length === 0) throw new Error('no objects passed to apply')
  await applySet?.before(infos, { dryRun, validation })

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
      const { object, operation } = await (flags.bool('server-side')
        ? applyServerSide(run, info)
        : applyOne(run, info))
      applied.push(object)
      if (!shows) await print(object, operation)
    } catch (error) {
      errors.push(error as Error)
    }
  }
  throwAll(errors)
  if (shows)
    await print(
      applied.length === 1
        ? (applied[0] as KubeObject)
        : { apiVersion: 'v1', kind: 'List', metadata: {}, items: applied },
      '',
    )
  if (!flags.bool('prune')) return
  const namespace = await invocation.namespace()
  const visited = {
    uids: new Set(applied.map(({ metadata }) => metadata?.uid ?? '')),
    namespaces: new Set([
      ...(namespace.explicit ? [namespace.name] : []),
      ...infos.flatMap(({ namespace: of }) => of || []),
    ]),
    dryRun,
    print,
  }
  await (applySet ? applySet.prune(visited, { dryRun, validation }) : prune(invocation, allowed, visited))
}

/** `--applyset` is there only where KUBECTL_APPLYSET says so: kubectl has it as an alpha feature. */
async function applySetFlag(invocation: Invocation) {
  const { flags, process, commandPath } = invocation
  if (!flags.changed('applyset')) return undefined
  if (process.env.KUBECTL_APPLYSET !== 'true')
    throw new Error(`unknown flag: --applyset\nSee '${commandPath} --help' for usage.`)
  return flags.string('applyset') ? applySetOf(invocation, flags.string('applyset')) : undefined
}

/** Flags that exclude each other, in the order in which kubectl finds them (ApplyOptions.Validate). */
function rejectContradictions({ flags }: Invocation, dryRun: DryRun): void {
  const serverSide = flags.bool('server-side')
  const wrong: readonly [boolean, string][] = [
    [flags.bool('force-conflicts') && !serverSide, '--force-conflicts only works with --server-side'],
    [
      dryRun === 'client' && serverSide,
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    ],
    [flags.bool('force') && serverSide, '--force cannot be used with --server-side'],
    [flags.bool('force') && dryRun === 'server', '--dry-run=server cannot be used with --force'],
    [
      flags.bool('all') && flags.string('selector') !== '',
      'cannot set --all and --selector at the same time',
    ],
    [flags.string('applyset') !== '' && !flags.bool('prune'), '--applyset requires --prune'],
    [
      flags.string('subresource') !== '' && !serverSide && !flags.bool('prune'),
      '--subresource can only be specified for --server-side',
    ],
  ]
  const found = wrong.find(([is]) => is)
  if (found) throw new Error(found[1])
}

function rejectPruning({ flags }: Invocation, allowed: number): void {
  const isSet = flags.string('applyset') !== ''
  const selects = flags.string('selector') !== ''
  const wrong: readonly [boolean, string][] = [
    [flags.bool('force'), '--force cannot be used with --prune'],
    [isSet && flags.bool('all'), '--all is incompatible with --applyset'],
    [isSet && selects, '--selector is incompatible with --applyset'],
    [isSet && allowed > 0, '--prune-allowlist is incompatible with --applyset'],
    [
      !isSet && !flags.bool('all') && !selects,
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    ],
    [
      !isSet && flags.bool('server-side'),
      "--prune is in alpha and doesn't currently work on objects created by server-side apply",
    ],
    [
      flags.string('subresource') !== '' && !flags.bool('server-side'),
      '--subresource can only be specified for --server-side',
    ],
  ]
  const found = wrong.find(([is]) => is)
  if (found) throw new Error(found[1])
}
