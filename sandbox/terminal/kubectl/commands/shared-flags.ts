import { type FlagDefinition, flag } from '../flags/definition'
import { truthOf } from '../flags/value'
import type { Invocation } from '../invocation'

/** `-f`, `-R`, `-k`. */
export const filenameFlags = (usage: string): FlagDefinition[] => [
  flag.strings('filename', `File, directory or URL ${usage}`, { shorthand: 'f' }),
  flag.string(
    'kustomize',
    'Process the kustomization directory. This flag cannot be used together with -f or -R.',
    {
      shorthand: 'k',
    },
  ),
  flag.bool('recursive', 'Go through the directories of -f, --filename with everything below them.', {
    shorthand: 'R',
  }),
]

export const selectorFlag = flag.string(
  'selector',
  "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin' (e.g. -l key1=value1,key2=value2,key3 in (value3)).",
  { shorthand: 'l' },
)
export const fieldSelectorFlag = flag.string(
  'field-selector',
  "Selector (field query) to filter on, supports '=', '==', and '!=' (e.g. --field-selector key1=value1,key2=value2).",
)
export const allNamespacesFlag = flag.bool(
  'all-namespaces',
  'Show or work on the objects of all namespaces; the current one is ignored.',
  { shorthand: 'A' },
)
export const chunkSizeFlag = flag.int(
  'chunk-size',
  'Ask for long lists in pieces of this size; 0 asks for all at once.',
  {
    default: 500,
  },
)
export const dryRunFlag = flag.string(
  'dry-run',
  'Must be "none", "server", or "client". With client only print what would be sent; with server send it without keeping it.',
  { default: 'none', withoutValue: 'unchanged' },
)
export const fieldManagerFlag = (manager: string): FlagDefinition =>
  flag.string('field-manager', 'Name under which the fields of the object are owned.', { default: manager })
export const validateFlag = flag.string(
  'validate',
  'Must be one of strict (or true), warn, ignore (or false): what to do about unknown and duplicate fields.',
  { default: 'strict', withoutValue: 'strict' },
)
export const subresourceFlag = flag.string('subresource', 'Work on this subresource of the object.')
export const saveConfigFlag = flag.bool(
  'save-config',
  'Keep what was sent in the annotation that kubectl apply reads later.',
)

export type DryRun = 'none' | 'client' | 'server'

/** Told once a run, before anything is done (klog). */
export function dryRunRemark(value: string): string | undefined {
  if (value === 'unchanged') return '--dry-run is deprecated and can be replaced with --dry-run=client.'
  const truth = truthOf(value)
  if (truth === undefined) return undefined
  return `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${truth ? 'client' : 'none'}.`
}

/** What `--dry-run` asks for. */
export function dryRunOf({ flags }: Invocation): DryRun {
  const value = flags.string('dry-run')
  if (value === 'client' || value === 'server' || value === 'none') return value
  if (value === 'unchanged') return 'client'
  const truth = truthOf(value)
  if (truth !== undefined) return truth ? 'client' : 'none'
  throw new Error(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

/** What `--validate` asks the server to do: its fieldValidation. */
export function fieldValidationOf({ flags }: Invocation): 'Strict' | 'Warn' | 'Ignore' {
  const value = flags.string('validate')
  const directive = { strict: 'Strict', warn: 'Warn', ignore: 'Ignore' } as const
  const truth = truthOf(value)
  const found = truth === undefined ? directive[value as keyof typeof directive] : truth ? 'Strict' : 'Ignore'
  if (!found)
    throw new Error(
      `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
    )
  return found
}

export type Filenames = {
  filenames: readonly string[]
  recursive: boolean
  /** The one filename is a directory with a kustomization. */
  kustomize: boolean
}

/** What `-f`, `-R` and `-k` say. */
export function filenamesOf({ flags }: Invocation): Filenames {
  const filenames = flags.list('filename')
  const kustomize = flags.has('kustomize') ? flags.string('kustomize') : ''
  const recursive = flags.bool('recursive')
  if (filenames.length > 0 && kustomize) throw new Error('only one of -f or -k can be specified')
  if (kustomize && recursive) throw new Error("the -k flag can't be used with -f or -R")
  return { filenames: kustomize ? [kustomize] : filenames, recursive, kustomize: kustomize !== '' }
}

export const requireFilename = (filenames: readonly string[]): void => {
  if (filenames.length === 0) throw new Error('must specify one of -f and -k')
}

/** ` (dry run)`, ` (server dry run)` or nothing, after what was done. */
export const dryRunSuffix = (dryRun: DryRun): string =>
  ({ none: '', client: ' (dry run)', server: ' (server dry run)' })[dryRun]

const propagation: Readonly<Record<string, string>> = {
  background: 'Background',
  true: 'Background',
  orphan: 'Orphan',
  false: 'Orphan',
  foreground: 'Foreground',
}

/** What `--cascade` asks for: the propagationPolicy of a deletion. */
/** What `--cascade` once took. */
const formerCascades: Readonly<Record<string, string>> = { true: 'background', false: 'orphan' }

/** Says what a former value of `--cascade` is now. */
export async function warnOfCascade({ flags, err }: Invocation): Promise<void> {
  const cascade = flags.string('cascade')
  const now = formerCascades[cascade]
  if (now)
    await err(
      `warning: --cascade=${cascade} is deprecated (boolean value) and can be replaced with --cascade=${now}.\n`,
    )
}

export function propagationOf({ flags }: Invocation): string {
  const cascade = flags.string('cascade')
  const policy = propagation[formerCascades[cascade] ?? cascade]
  if (policy) return policy
  throw new Error(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`)
}
