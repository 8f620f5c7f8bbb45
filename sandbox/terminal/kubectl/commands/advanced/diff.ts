import { ApiStatusError } from '../../../../client'
import { type Command, usageError } from '../../command'
import { unifiedDiff } from '../../diff/line-diff'
import { describeFailure, Exit, Fatal, isNotFound } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import { logLine } from '../../log-line'
import type { KubeObject } from '../../object'
import { joinApiVersion } from '../../object'
import { goJson } from '../../output/json'
import { withoutManagedFields } from '../../output/printer'
import { lastApplied, withoutLastApplied } from '../../patch/last-applied'
import { createThreeWayMergePatch } from '../../patch/merge-patch'
import { patchSchemaOf } from '../../patch/schema'
import { createThreeWayStrategicPatch } from '../../patch/strategic-diff'
import { collectionPath, fetchObject, type Info, objectPath, select } from '../../resources/select'
import { toYaml } from '../../yaml/write'
import { fieldManagerFlag, filenameFlags, filenamesOf, requireFilename, selectorFlag } from '../shared-flags'

export const diff: Command = {
  name: 'diff',
  usage: '-f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long: `Show what apply would change: the live version against the one that there would be.

 Exit status: 0 no differences were found, 1 differences were found, more than 1 something failed.`,
  examples: `# What would applying policy.yaml change?
kubectl diff -f policy.yaml`,
  flags: [
    flag.int('concurrency', 'How many objects to compare at once.', { default: 1 }),
    fieldManagerFlag('kubectl-client-side-apply'),
    ...filenameFlags('contains the configuration to diff'),
    flag.bool('force-conflicts', 'With --server-side take over fields that others own.'),
    flag.bool('prune', 'Show what --prune would delete. Not available here.'),
    selectorFlag,
    flag.bool('server-side', 'Let the server compute the change.'),
    flag.bool('show-secrets', 'Show what secrets hold.'),
    flag.bool('show-managed-fields', 'Show managedFields, too.'),
  ],
  async run(invocation) {
    try {
      await runDiff(invocation)
    } catch (error) {
      if (error instanceof Exit) throw error
      invocation.signal.throwIfAborted()
      const { text, code } = describeFailure(error)
      throw new Fatal(text, code + 1)
    }
  },
}

async function runDiff(invocation: Invocation): Promise<void> {
  const { args, flags } = invocation
  if (args.length > 0) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  const { infos, errors } = await select(invocation, {
    args: [],
    ...files,
    labelSelector: flags.string('selector'),
  })
  if (errors[0]) throw errors[0]
  let differs = false
  const texts: { name: string; text: string }[] = []
  for (const info of infos) texts.push({ name: fileName(info), text: await diffOne(invocation, info) })
  // The files that diff compares stand in the order of their names.
  texts.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { text } of texts) {
    if (text === '') continue
    differs = true
    await invocation.out(text)
  }
  if (differs) throw new Exit(1)
}

async function diffOne(invocation: Invocation, info: Info): Promise<string> {
  const name = fileName(info)
  const live = await fetchObject(invocation, info).catch((error: unknown) => {
    if (isNotFound(error)) return undefined
    throw error
  })
  const merged = await wouldBe(invocation, info, live).catch(async (error: unknown) => {
    if (error instanceof ApiStatusError && error.reason === 'Conflict') {
      const { group, version, kind } = info.resource
      const what = `Object (${group}/${version}, Kind=${kind}: ${info.name}) keeps changing, diffing without lock`
      await invocation.err(logLine('W', 'diff.go:723', what))
    }
    throw error
  })
  const hides = info.resource.kind === 'Secret' && !invocation.flags.bool('show-secrets')
  const [maskedLive, maskedMerged] = hides ? maskedPair(live, merged) : [live, merged]
  const show = (object: KubeObject | undefined) => {
    // kubectl hides what secrets hold, and hides what is not there as well.
    if (!object) return hides ? 'null\n' : ''
    const cleaned = invocation.flags.bool('show-managed-fields') ? object : withoutManagedFields(object)
    return toYaml(cleaned)
  }
  const paths = { before: `/tmp/LIVE-${suffix()}/${name}`, after: `/tmp/MERGED-${suffix()}/${name}` }
  const time = new Date().toISOString().replace('T', ' ').replace('Z', '000000 +0000')
  const body = unifiedDiff(show(maskedLive), show(maskedMerged), {
    before: `${paths.before}\t${time}`,
    after: `${paths.after}\t${time}`,
  })
  return body && `diff -u -N ${paths.before} ${paths.after}\n${body}`
}

/** `networking.k8s.io.v1.NetworkPolicy.netpol-demo.web`, as kubectl names its files. */
function fileName({ resource, namespace, name }: Info): string {
  return [resource.group, resource.version, resource.kind, namespace, name]
    .filter((part, index) => part || index > 0)
    .join('.')
}

const suffix = (): string => String(Math.floor(Math.random() * 1e9)).padStart(9, '0')

/** The object as the server would have it, by a dry run. */
async function wouldBe(
  invocation: Invocation,
  info: Info,
  live: KubeObject | undefined,
): Promise<KubeObject> {
  const api = await invocation.api()
  const { flags } = invocation
  const query = { dryRun: 'All', fieldManager: flags.string('field-manager') }
  const manifest = info.object as KubeObject
  if (flags.bool('server-side')) {
    const { body } = await api.request<KubeObject>('PATCH', objectPath(info), {
      body: goJson(manifest),
      contentType: 'application/apply-patch+yaml',
      query: {
        ...query,
        fieldManager: flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl',
        force: flags.bool('force-conflicts'),
      },
    })
    return body
  }
  // What apply would write down about itself is no difference that anybody asked for.
  const modified = withoutLastApplied(manifest)
  if (!live) {
    const { body } = await api.request<KubeObject>('POST', collectionPath(info), { body: modified, query })
    return body
  }
  const { apiVersion = joinApiVersion(info.resource.group, info.resource.version), kind = '' } = manifest
  const schema = await patchSchemaOf(invocation, { apiVersion, kind })
  const original = lastApplied(live) ?? {}
  const body = schema
    ? createThreeWayStrategicPatch(original, modified, live, schema)
    : createThreeWayMergePatch(original, modified, live)
  const answer = await api.request<KubeObject>('PATCH', objectPath(info), {
    body,
    contentType: `application/${schema ? 'strategic-merge-patch' : 'merge-patch'}+json`,
    query,
  })
  return answer.body
}

/** What a secret holds is not shown, only that it changed (kubectl's pkg/cmd/diff Masker). */
function maskedPair(live: KubeObject | undefined, merged: KubeObject): [KubeObject | undefined, KubeObject] {
  const [before, after] = [dataOf(live), dataOf(merged)]
  const masked = (data: Record<string, string>, other: Record<string, string>, suffix: string) =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        key in other && other[key] !== value ? `*** (${suffix})` : '***',
      ]),
    )
  return [
    live?.data ? { ...live, data: masked(before, after, 'before') } : live,
    merged.data ? { ...merged, data: masked(after, before, 'after') } : merged,
  ]
}

const dataOf = (object: KubeObject | undefined): Record<string, string> =>
  (object?.data as Record<string, string> | undefined) ?? {}
