import type { Command } from '../../../command'
import { usageError } from '../../../command'
import { throwVisited, withSource } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { asNew, type KubeObject } from '../../../object'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { withLastApplied } from '../../../patch/last-applied'
import { collectionPath, select } from '../../../resources/select'
import { checkRaw, sendRaw } from '../../raw'
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
  selectorFlag,
  validateFlag,
} from '../../shared-flags'
import { generators } from './generators'

export const create: Command = {
  name: 'create',
  usage: '-f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: `Create a resource from a file or from stdin.

 JSON and YAML formats are accepted.`,
  examples: `# Create what pod.yaml describes
kubectl create -f ./pod.yaml

# Create what is typed or piped in
cat pod.yaml | kubectl create -f -

# Write a manifest to begin with
kubectl create deployment shop --image=nginx --dry-run=client -o yaml`,
  flags: [
    dryRunFlag,
    flag.bool('edit', 'Edit the resource before creating it. Not available here.'),
    fieldManagerFlag('kubectl-create'),
    ...filenameFlags('to use to create the resource'),
    flag.string('raw', 'A path to POST to on the server as it is.'),
    saveConfigFlag,
    selectorFlag,
    validateFlag,
    flag.bool('windows-line-endings', 'Only with --edit.'),
    ...printFlags(objectFormats),
  ],
  subcommands: generators,
  run: runCreate,
}

async function runCreate(invocation: Invocation): Promise<void> {
  const { flags, args } = invocation
  if (args.length > 0) throw usageError(invocation, `Unexpected args: [${args.join(' ')}]`)
  const files = filenamesOf(invocation)
  requireFilename(files.filenames)
  if (flags.string('raw')) {
    checkRaw(invocation, files.filenames)
    return sendRaw(invocation, 'POST', files.filenames[0])
  }
  const dryRun = dryRunOf(invocation)
  const fieldValidation = fieldValidationOf(invocation)
  const printer = await operationPrinter(invocation, dryRunSuffix(dryRun))
  const { infos, errors } = await select(invocation, {
    args: [],
    ...files,
    labelSelector: flags.string('selector'),
    validate: fieldValidation !== 'Ignore',
  })
  const failures: Error[] = []
  if (infos.length + errors.length === 0) throw new Error('no objects passed to create')
  const api = await invocation.api()
  for (const info of infos) {
    try {
      let object = info.object as KubeObject
      if (flags.bool('save-config')) object = withLastApplied(object)
      if (dryRun !== 'client') {
        const { body } = await api.request<KubeObject>('POST', collectionPath(info), {
          body: asNew(object),
          query: {
            dryRun: dryRun === 'server' ? 'All' : undefined,
            fieldManager: flags.string('field-manager'),
            fieldValidation,
          },
        })
        object = body
      }
      await printer.print(object, 'created')
    } catch (error) {
      failures.push(withSource('creating', info.source, error))
    }
  }
  throwVisited(errors, failures)
}
