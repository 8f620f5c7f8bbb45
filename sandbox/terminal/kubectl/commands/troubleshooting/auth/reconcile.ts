import { ApiStatusError, resourcePath } from '../../../../../client'
import { type AccessObject, type Reconciled, reconciled, type Subject } from '../../../access/reconcile'
import type { Rule } from '../../../access/rules'
import type { Command } from '../../../command'
import { isNotFound, throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { readManifests } from '../../../manifest/read'
import { asNew } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { collectionPath, type Info, infoOf, objectPath } from '../../../resources/select'
import {
  type DryRun,
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  filenameFlags,
  filenamesOf,
  requireFilename,
} from '../../shared-flags'

export const reconcile: Command = {
  name: 'reconcile',
  usage: '-f FILENAME',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  long: `Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects.

 What is missing is made, the namespace too. Roles get the rules, bindings the subjects of the file that they lack; what they have besides goes only with --remove-extra-permissions and --remove-extra-subjects.

 For RBAC this is better than 'apply': it knows which rules say the same.`,
  examples: `# Give what the file says, and take nothing away
kubectl auth reconcile -f rights.yaml`,
  flags: [
    dryRunFlag,
    ...filenameFlags('identifying the resource to reconcile.'),
    flag.bool('remove-extra-permissions', 'Take away rules of roles that the file does not have.'),
    flag.bool('remove-extra-subjects', 'Take away subjects of bindings that the file does not have.'),
    ...printFlags(objectFormats),
  ],
  run: runReconcile,
}

const kinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])
const group = 'rbac.authorization.k8s.io'

async function runReconcile(invocation: Invocation): Promise<void> {
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  if (invocation.args.length > 0) throw new Error('no arguments are allowed')
  const dryRun = clientDryRunOf(invocation)
  const { objects, errors } = await readManifests(invocation, files)
  const mapper = await invocation.mapper()
  const namespace = await invocation.namespace()
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const failures = [...errors]
  for (const { object, source } of objects) {
    try {
      // kubectl reads these files without asking the server, and so lends no object a namespace.
      const name = object.metadata?.namespace ? namespace.name : ''
      const info = infoOf(object, source, mapper, { ...namespace, name })
      if (info.resource.group !== group || !kinds.has(info.resource.kind)) continue
      if (info.resource.namespaced && info.namespace === '') throw new Error('resource name may not be empty')
      const done = await retrying(() => reconcileOne(invocation, info, dryRun === 'none'))
      await printer.print(done.object, 'reconciled')
      await invocation.err(reportOf(invocation, done, info.resource.kind.endsWith('Binding')))
    } catch (error) {
      failures.push(error as Error)
    }
  }
  throwAll(failures)
}

function clientDryRunOf(invocation: Invocation): DryRun {
  let dryRun: DryRun
  try {
    dryRun = dryRunOf(invocation)
  } catch (error) {
    throw new Error(`error accessing --dry-run flag for command reconcile: ${(error as Error).message}`)
  }
  if (dryRun === 'server') throw new Error('--dry-run=server for command reconcile is not supported yet')
  return dryRun
}

/** Somebody else was faster: once more with what is there now. */
async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const hasChanged =
        error instanceof ApiStatusError && ['AlreadyExists', 'Conflict', 'NotFound'].includes(error.reason)
      if (!hasChanged || tries === 2) throw error
    }
  }
}

async function reconcileOne(invocation: Invocation, info: Info, confirm: boolean): Promise<Reconciled> {
  const { flags } = invocation
  const api = await invocation.api()
  const isBinding = info.resource.kind.endsWith('Binding')
  const expected = info.object as AccessObject
  const wanted = info.namespace
    ? { ...expected, metadata: { ...expected.metadata, namespace: info.namespace } }
    : expected
  const existing = await present(invocation, info)
  const removesExtra = flags.bool(isBinding ? 'remove-extra-subjects' : 'remove-extra-permissions')
  const result = reconciled(existing, wanted, removesExtra)
  if (!confirm || result.isProtected || result.operation === 'none') return result
  if (result.operation === 'recreate')
    await api.request('DELETE', objectPath(info), {
      body: { preconditions: { uid: existing?.metadata?.uid } },
    })
  if (result.operation === 'update') {
    const { body } = await api.request<AccessObject>('PUT', objectPath(info), { body: result.object })
    return { ...result, object: body }
  }
  await ensureNamespace(invocation, info.namespace)
  const { body } = await api.request<AccessObject>('POST', collectionPath(info), {
    body: asNew(result.object),
  })
  return { ...result, object: body }
}

async function present(invocation: Invocation, info: Info): Promise<AccessObject | undefined> {
  const api = await invocation.api()
  try {
    return (await api.request<AccessObject>('GET', objectPath(info))).body
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function ensureNamespace(invocation: Invocation, namespace: string): Promise<void> {
  if (namespace === '') return
  const api = await invocation.api()
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' }
  try {
    await api.request('GET', resourcePath({ ...namespaces, name: namespace }))
  } catch (error) {
    if (!isNotFound(error)) return
    await api.request('POST', resourcePath(namespaces), {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    })
  }
}

/** What was wanting, for stderr (printResults of kubectl's reconcile.go). */
function reportOf(invocation: Invocation, result: Reconciled, isBinding: boolean): string {
  const { flags } = invocation
  const { operation, isProtected, missing, extra } = result
  if (operation === 'none') return ''
  const caveat = isProtected
    ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)'
    : ''
  const noun = isBinding ? 'subjects' : 'rules'
  const removes = flags.bool(isBinding ? 'remove-extra-subjects' : 'remove-extra-permissions')
  const list = (title: string, items: readonly (Rule | Subject)[]) =>
    items.length === 0
      ? ''
      : `\t${title}:\n${items.map(item => `\t\t${isBinding ? subjectText(item as Subject) : ruleText(item as Rule)}\n`).join('')}`
  return [
    `\treconciliation required ${operation}${caveat}\n`,
    list(`missing ${noun} added`, missing),
    removes ? list(`extra ${noun} removed`, extra) : '',
  ].join('')
}

const words = (list: readonly string[] = []): string => `[${list.join(' ')}]`

/** As Go's `%+v` prints the structs. */
const ruleText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string =>
  `{Verbs:${words(verbs)} APIGroups:${words(apiGroups)} Resources:${words(resources)} ResourceNames:${words(resourceNames)} NonResourceURLs:${words(nonResourceURLs)}}`
const subjectText = ({ kind, apiGroup = '', name, namespace = '' }: Subject): string =>
  `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`
