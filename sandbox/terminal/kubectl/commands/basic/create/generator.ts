import { ApiStatusError } from '../../../../../client'
import type { Command } from '../../../command'
import type { FlagDefinition } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { joinApiVersion, type KubeObject, splitApiVersion } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { withLastApplied } from '../../../patch/last-applied'
import { collectionPath } from '../../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  fieldValidationOf,
  saveConfigFlag,
  validateFlag,
} from '../../shared-flags'

/** A `kubectl create KIND` command: what makes the object from its flags. */
export type Generator = Omit<Command, 'run' | 'flags'> & {
  flags?: readonly FlagDefinition[]
  /** What is said before the server's reason, for kinds whose errors are wrapped. */
  failure?: string
  /** Without a namespace: it is put in when the kind has one. */
  make: (invocation: Invocation) => KubeObject | Promise<KubeObject>
}

export function generatorCommand({ make, failure, flags = [], ...command }: Generator): Command {
  return {
    ...command,
    flags: [
      ...flags,
      dryRunFlag,
      fieldManagerFlag('kubectl-create'),
      saveConfigFlag,
      validateFlag,
      ...printFlags(objectFormats),
    ],
    run: async invocation => {
      await creationPrinter(invocation).catch((error: unknown) => {
        // A missing name is told first.
        requireName(invocation)
        throw error
      })
      const made = await make(invocation)
      await createObject(invocation, made, 'created').catch((error: unknown) => {
        throw failure && error instanceof ApiStatusError ? new Error(`${failure} ${error.message}`) : error
      })
    },
  }
}

/** Sends an object made here (or only prints it) and says what was done. */
export async function createObject(
  invocation: Invocation,
  made: KubeObject,
  operation: string,
  /** Does what was made name the namespace that was asked for? */
  named = true,
): Promise<KubeObject> {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const printer = await creationPrinter(invocation)
  const { name: namespace, explicit } = await invocation.namespace()
  if (dryRun === 'client') {
    // A namespace is only written down when it was asked for.
    const namespaced = explicit && !clusterKinds.has(made.kind ?? '')
    const object = namespaced ? { ...made, metadata: { ...made.metadata, namespace } } : made
    const saved = flags.bool('save-config') ? withLastApplied(object, { typed: true }) : object
    await printer.print(saved, operation)
    return saved
  }
  const mapper = await invocation.mapper()
  const resource = mapper.forKind(made.apiVersion ?? '', made.kind ?? '')
  if (!resource) {
    const { group, version } = splitApiVersion(made.apiVersion ?? '')
    throw new Error(
      `no matches for kind ${JSON.stringify(made.kind)} in version ${JSON.stringify(joinApiVersion(group, version))}`,
    )
  }
  const target = resource.namespaced ? namespace : ''
  const inNamespace = (namespace: string): KubeObject =>
    namespace ? { ...made, metadata: { ...made.metadata, namespace } } : made
  const object = inNamespace(target)
  const { annotations } =
    withLastApplied(inNamespace(named && explicit ? target : ''), { typed: true }).metadata ?? {}
  const api = await invocation.api()
  const { body } = await api.request<KubeObject>('POST', collectionPath({ resource, namespace: target }), {
    body: flags.bool('save-config') ? { ...object, metadata: { ...object.metadata, annotations } } : object,
    query: {
      dryRun: dryRun === 'server' ? 'All' : undefined,
      fieldManager: flags.string('field-manager'),
      fieldValidation: flags.has('validate') ? fieldValidationOf(invocation) : undefined,
    },
  })
  await printer.print(body, operation)
  return body
}

/** Throws for a wrong --dry-run or -o: those are told before what is wrong with the object. */
const creationPrinter = (invocation: Invocation) =>
  operationPrinter(invocation, dryRunSuffix(dryRunOf(invocation)))

const clusterKinds = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass'])

/** The one NAME argument that most generators want. */
export const requireName = (invocation: Invocation): string => nameAndCommand(invocation).name

/** NAME and what stands after `--`. */
export function nameAndCommand(invocation: Invocation): { name: string; command: readonly string[] } {
  const { args, flags, commandPath } = invocation
  const dash = flags.argsBeforeDash
  const names = dash < 0 ? args : args.slice(0, dash)
  if (names.length !== 1) {
    throw new Error(
      `exactly one NAME is required, got ${names.length}\nSee '${commandPath} -h' for help and examples`,
    )
  }
  return { name: names[0] as string, command: dash < 0 ? [] : args.slice(dash) }
}
