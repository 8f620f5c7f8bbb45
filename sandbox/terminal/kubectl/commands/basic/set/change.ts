import { Failures, throwAll } from '../../../failure'
import { type FlagDefinition, flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { readManifests } from '../../../manifest/read'
import { at, type KubeObject, splitApiVersion } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { patchSchemaOf } from '../../../patch/schema'
import { createStrategicPatch } from '../../../patch/strategic-diff'
import type { Container } from '../../../pods/containers'
import { type Info, infoOf, missingResource, objectPath, select } from '../../../resources/select'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
} from '../../shared-flags'

export type PodSpec = {
  containers: Container[]
  initContainers?: Container[]
  serviceAccountName?: string
}

const template = ['spec', 'template', 'spec']
const podSpecPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', ...template],
  DaemonSet: template,
  Deployment: template,
  Job: template,
  ReplicaSet: template,
  ReplicationController: template,
  StatefulSet: template,
}

/** The pod spec inside an object: its own, or its template's. Throws for what has none. */
export function podSpecOf(object: KubeObject): PodSpec {
  const path = podSpecPaths[object.kind ?? '']
  const spec = path && at(object, ...path)
  if (!spec) {
    const version = splitApiVersion(object.apiVersion ?? '').version
    throw new Error(`the object is not a pod or does not have a pod template: *${version}.${object.kind}`)
  }
  return spec as PodSpec
}

export const changeFlags: readonly FlagDefinition[] = [
  flag.bool('all', 'Select all resources, in the namespace of the specified resource types'),
  dryRunFlag,
  fieldManagerFlag('kubectl-set'),
  ...filenameFlags('identifying the resource to get from a server.'),
  flag.bool('local', 'Do not ask the server: change what the files say.'),
  flag.bool('record', 'Record the command line in an annotation of the resource.', { hidden: true }),
  ...printFlags(objectFormats),
]

/** Do not ask the server, and yet ask it: refused. */
export function rejectLocalServer(invocation: Invocation): void {
  if (invocation.flags.bool('local') && dryRunOf(invocation) === 'server') {
    throw new Error('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  }
}

export const rejectAllAndSelector = ({ flags }: Invocation): void => {
  if (flags.bool('all') && flags.string('selector'))
    throw new Error('cannot set --all and --selector at the same time')
}

/** With `--local` nothing on the server can be named; a wrong `--dry-run` or `-o` is told before. */
export async function rejectLocalResources(
  invocation: Invocation,
  resources: readonly string[],
): Promise<void> {
  if (!invocation.flags.bool('local') || resources.length === 0) return
  dryRunOf(invocation)
  await operationPrinter(invocation, '')
  throw new Error(`error: you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`)
}

/** The objects that a line is about: the server's, or with `--local` those of the files. Throws all that went wrong. */
export async function targets(invocation: Invocation, resources: readonly string[]): Promise<Info[]> {
  const { flags } = invocation
  // An unknown `-o` is told before anything else.
  await operationPrinter(invocation, '')
  const files = filenamesOf(invocation)
  if (flags.bool('local')) {
    if (files.filenames.length === 0) throw new Error(missingResource)
    const { objects, errors } = await readManifests(invocation, { ...files, typed: true })
    throwAll(errors)
    const mapper = await invocation.mapper()
    const namespace = await invocation.namespace()
    return objects.map(({ object, source }) => infoOf(object, source, mapper, namespace))
  }
  const { infos, errors } = await select(invocation, {
    typed: true,
    args: resources,
    ...files,
    labelSelector: flags.has('selector') ? flags.string('selector') : '',
    allowEmptySelector: flags.bool('all'),
    latest: true,
  })
  throwAll(errors)
  return infos
}

export type Change = {
  /** Changes the object; false leaves it out. Throws when it must not be done. */
  change(object: KubeObject): boolean | undefined
  /** What was done: `image updated`. */
  operation: string
  /** Before the server's reason: `failed to patch image update to pod template: `. Without it the reason stands alone. */
  failure?: string
  /** An object that is as it was is told of as well. */
  tellsUnchanged?: boolean
  /** What must not be done ends the command, and the object is not named. */
  stopsAtMistake?: boolean
}

/** Changes objects one by one and says what was done. Errors of one do not keep the others from being changed. */
export async function changeObjects(
  invocation: Invocation,
  infos: readonly Info[],
  { change, operation, failure, tellsUnchanged, stopsAtMistake }: Change,
  failures: Error[] = [],
): Promise<void> {
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRunOf(invocation)))
  for (const info of infos) {
    const before = info.object as KubeObject
    const after = structuredClone(before)
    try {
      if (change(after) === false) continue
    } catch (error) {
      if (stopsAtMistake) throw error
      failures.push(new Error(`error: ${objectName(invocation, info)} ${(error as Error).message}\n`))
      continue
    }
    try {
      const patch = await patchOf(invocation, before, after)
      if (Object.keys(patch).length === 0 && !tellsUnchanged) continue
      const onlyHere = invocation.flags.bool('local') || dryRunOf(invocation) === 'client'
      await printer.print(onlyHere ? after : await send(invocation, info, patch), operation)
    } catch (error) {
      failures.push(failure ? new Error(`${failure}${(error as Error).message}`) : (error as Error))
    }
  }
  if (failures.length > 1) throw new Failures(failures)
  throwAll(failures)
}

/** By its kind where no server was asked for the resource, and then, with a group, on a line of its own (Info.ObjectName). */
function objectName({ flags }: Invocation, { resource, name }: Info): string {
  if (!flags.bool('local')) return `${resource.resource}/${name}`
  const kind = resource.kind.toLowerCase()
  return resource.group ? `${kind}.${resource.group}/${name}\n` : `${kind}/${name}`
}

async function patchOf(
  invocation: Invocation,
  before: KubeObject,
  after: KubeObject,
): Promise<Record<string, unknown>> {
  const { apiVersion = '', kind = '' } = after
  const schema = await patchSchemaOf(invocation, { apiVersion, kind })
  if (!schema) throw new Error(`${splitApiVersion(apiVersion).group} ${kind} cannot be patched strategically`)
  return createStrategicPatch(before, after, schema)
}

async function send(invocation: Invocation, info: Info, patch: Record<string, unknown>): Promise<KubeObject> {
  const api = await invocation.api()
  const { body } = await api.request<KubeObject>('PATCH', objectPath(info), {
    body: patch,
    contentType: 'application/strategic-merge-patch+json',
    query: {
      fieldManager: invocation.flags.string('field-manager'),
      dryRun: dryRunOf(invocation) === 'server' ? 'All' : undefined,
    },
  })
  return body
}

/** Containers whose names match (`*` stands for anything), init containers last. */
export function containersOf(spec: PodSpec, pattern: string): Container[] {
  const wanted = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`)
  return [...spec.containers, ...(spec.initContainers ?? [])].filter(({ name }) => wanted.test(name))
}
