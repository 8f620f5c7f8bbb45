import { type Command, usageError } from '../../../command'
import { throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { goJson } from '../../../output/json'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { lastAppliedAnnotation } from '../../../patch/last-applied'
import { fetchObject, objectPath, select } from '../../../resources/select'
import { toYaml } from '../../../yaml/write'
import {
  dryRunFlag,
  dryRunOf,
  dryRunSuffix,
  filenameFlags,
  filenamesOf,
  selectorFlag,
} from '../../shared-flags'

const keptIn = (object: KubeObject | undefined): string | undefined =>
  object?.metadata?.annotations?.[lastAppliedAnnotation]

export const viewLastApplied: Command = {
  name: 'view-last-applied',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  examples: `# What was applied last to the deployment shop
kubectl apply view-last-applied deployment/shop`,
  flags: [
    flag.bool('all', 'Select all resources in the namespace of the specified resource types'),
    ...filenameFlags('that contains the last-applied-configuration annotations'),
    flag.string('output', 'Output format. Must be one of (yaml, json)', { shorthand: 'o', default: 'yaml' }),
    selectorFlag,
  ],
  async run(invocation) {
    const { flags, args } = invocation
    const { explicit } = await invocation.namespace()
    // kubectl asks for every object and for a selector of all of them: two things at once.
    if (flags.bool('all') && explicit)
      throw new Error("setting 'all' parameter but found a non empty selector. ")
    const { infos, errors } = await select(invocation, {
      args,
      ...filenamesOf(invocation),
      all: flags.bool('all'),
      labelSelector: flags.string('selector'),
      allowEmptySelector: explicit,
      latest: true,
    })
    if (errors[0]) throw errors[0]
    const texts = infos.flatMap(({ object, name, source }) => {
      const text = keptIn(object)
      if (text !== undefined) return text
      // kubectl wraps an error that it does not have, and so says nothing of what comes from no file.
      if (!source) return []
      throw new Error(
        `error when no last-applied-configuration annotation found on resource: ${name}\n ${JSON.stringify(source)}: <nil>`,
      )
    })
    for (const text of texts) await invocation.out(written(invocation, text))
  },
}

function written(invocation: Invocation, text: string): string {
  const format = invocation.flags.string('output')
  if (format === 'json') return `${JSON.stringify(JSON.parse(text), null, 2)}\n`
  if (format === 'yaml') return toYaml(JSON.parse(text) as KubeObject)
  throw usageError(
    invocation,
    `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json`,
  )
}

export const setLastApplied: Command = {
  name: 'set-last-applied',
  usage: '-f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  flags: [
    flag.bool('create-annotation', 'Make the annotation where there is none.'),
    dryRunFlag,
    flag.strings('filename', 'Files that contain the last-applied-configuration annotations', {
      shorthand: 'f',
    }),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { flags } = invocation
    const dryRun = dryRunOf(invocation)
    const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
    const { infos, errors } = await select(invocation, {
      args: [],
      filenames: flags.list('filename'),
      recursive: false,
    })
    const api = await invocation.api()
    const changes: { path: string; live: KubeObject; text: string }[] = []
    for (const info of infos) {
      const wanted = goJson(info.object)
      const live = await fetchObject(invocation, info)
      const present = keptIn(live)
      if (present === undefined && !flags.bool('create-annotation')) {
        throw new Error(
          `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
        )
      }
      if (present !== undefined && goJson(JSON.parse(present)) === wanted)
        await invocation.out(`set-last-applied ${info.name}: no changes required.\n`)
      else changes.push({ path: objectPath(info), live, text: wanted })
    }
    // Objects are looked at one by one: what is wrong with a later one is found after all before it.
    throwAll(errors)
    for (const { path, live, text } of changes) {
      const body = goJson({ metadata: { annotations: { [lastAppliedAnnotation]: text } } })
      const changed =
        dryRun === 'client'
          ? live
          : (
              await api.request<KubeObject>('PATCH', path, {
                body,
                contentType: 'application/merge-patch+json',
                query: { dryRun: dryRun === 'server' ? 'All' : undefined },
              })
            ).body
      await printer.print(changed, 'configured')
    }
  },
}
