import { ApiStatusError } from '../../../../client'
import type { Command } from '../../command'
import { Exit, throwAll } from '../../failure'
import { flag } from '../../flags/definition'
import type { Invocation } from '../../invocation'
import type { KubeObject } from '../../object'
import { operationPrinter } from '../../output/operation'
import { objectFormats, printFlags, withoutManagedFields } from '../../output/printer'
import { deepEqual } from '../../patch/equal'
import { withLastApplied } from '../../patch/last-applied'
import { createMergePatch } from '../../patch/merge-patch'
import { patchSchemaOf } from '../../patch/schema'
import { createStrategicPatch } from '../../patch/strategic-diff'
import { qualifiedResource } from '../../resources/mapper'
import { type Info, objectPath, select } from '../../resources/select'
import { parseYaml } from '../../yaml/read'
import { toYaml } from '../../yaml/write'
import {
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  saveConfigFlag,
  subresourceFlag,
  validateFlag,
} from '../shared-flags'

export const edit: Command = {
  name: 'edit',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long: `Edit a resource from the default editor.

 The editor is the one that KUBE_EDITOR or EDITOR names, or 'vi'. What you save is sent to the server; when it is refused, the editor opens again with the reason. Closing it without a change gives up.`,
  examples: `# Edit the network policy named default-deny
kubectl edit netpol/default-deny

# Use another editor
KUBE_EDITOR="nano" kubectl edit netpol/default-deny`,
  flags: [
    fieldManagerFlag('kubectl-edit'),
    ...filenameFlags('to use to edit the resource'),
    flag.bool('output-patch', 'Output the patch if the resource is edited.'),
    saveConfigFlag,
    subresourceFlag,
    validateFlag,
    flag.bool('windows-line-endings', 'Not meaningful here.'),
    ...printFlags(objectFormats),
  ],
  run: runEdit,
}

const header = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`

async function runEdit(invocation: Invocation): Promise<void> {
  const { args } = invocation
  const { infos, errors } = await select(invocation, { args, ...filenamesOf(invocation), latest: true })
  throwAll(errors)
  if (infos.length === 0) throw new Error('edit cancelled, no objects found')
  for (const info of infos) await editOne(invocation, info)
}

async function editOne(invocation: Invocation, info: Info): Promise<void> {
  const { files } = invocation.process
  const original = withoutManagedFields(info.object as KubeObject)
  const path = `/tmp/kubectl-edit-${Math.floor(Math.random() * 1e10)}.yaml`
  let text = `${header}${toYaml(original)}`
  await files.makeDirectory('/tmp', { recursive: true })
  for (let refusals = 0; ; refusals++) {
    await files.write(path, text)
    await openEditor(invocation, path)
    const content = withoutComments(new TextDecoder().decode(await files.read(path)))
    if (content.trim() === '') return cancel(invocation, path, 'Edit cancelled, saved file was empty.')
    if (content === withoutComments(text) || refusals === mostRefusals) {
      if (refusals === 0) return cancel(invocation, path, 'Edit cancelled, no changes made.')
      // The same text again: there is no point in opening it once more.
      await invocation.err(
        `A copy of your changes has been stored to ${JSON.stringify(path)}\nerror: Edit cancelled, no valid changes were saved.\n`,
      )
      throw new Exit(1)
    }
    try {
      const changed = parseYaml(content) as KubeObject
      if (deepEqual(changed, original)) return cancel(invocation, path, 'Edit cancelled, no changes made.')
      await save(invocation, info, original, changed)
      await files.remove(path)
      return
    } catch (error) {
      invocation.signal.throwIfAborted()
      await invocation.err(refusalOf(error, info))
      text = `${header}${reasons(error, info)}${content}`
    }
  }
}

/** How often an editor may bring what the server refuses: a program that always writes the same mistake has no end. */
const mostRefusals = 20

async function cancel({ process, err }: Invocation, path: string, message: string): Promise<void> {
  await process.files.remove(path)
  await err(`${message}\n`)
}

const withoutComments = (text: string): string => text.replace(/^#.*\n/gm, '')

/** What is said on stderr when the server refuses; the details stand in the file. */
function refusalOf(error: unknown, { resource, name }: Info): string {
  if (!(error instanceof ApiStatusError)) return ''
  const what = `error: ${qualifiedResource(resource)} ${JSON.stringify(name)}`
  return error.reason === 'Invalid'
    ? `${what} is invalid\n`
    : `${what} could not be patched: ${error.message}\n`
}

function reasons(error: unknown, { resource, name }: Info): string {
  const title = `# ${resource.resource}${resource.group ? `.${resource.group}` : ''} ${JSON.stringify(name)} was not valid:\n`
  if (!(error instanceof ApiStatusError)) return `# ${(error as Error).message.replaceAll('\n', '\n# ')}\n#\n`
  const causes = error.status.details?.causes ?? []
  const list =
    causes.length > 0
      ? causes.map(({ field, message }) => `# * ${field}: ${message}\n`)
      : [`# * ${error.message.replaceAll('\n', '\n# ')}\n`]
  return `${title}${list.join('')}#\n`
}

async function save(
  invocation: Invocation,
  info: Info,
  original: KubeObject,
  edited: KubeObject,
): Promise<void> {
  const { flags } = invocation
  const { apiVersion = '', kind = '', metadata } = original
  if (edited.apiVersion !== apiVersion || edited.kind !== kind || edited.metadata?.name !== metadata?.name) {
    throw new Error('At least one of apiVersion, kind and name was changed')
  }
  const target = flags.bool('save-config') ? withLastApplied(edited) : edited
  const schema = await patchSchemaOf(invocation, { apiVersion, kind })
  const body = schema ? createStrategicPatch(original, target, schema) : createMergePatch(original, target)
  const api = await invocation.api()
  const answer = await api.request<KubeObject>(
    'PATCH',
    objectPath(info, flags.string('subresource') || undefined),
    {
      body,
      contentType: `application/${schema ? 'strategic-merge-patch' : 'merge-patch'}+json`,
      query: { fieldManager: flags.string('field-manager'), fieldValidation: 'Strict' },
    },
  )
  if (flags.bool('output-patch')) await invocation.out(`Patch: ${JSON.stringify(body)}\n`)
  const printer = await operationPrinter(invocation, '')
  await printer.print(answer.body, 'edited')
}

/** Runs the learner's editor on the file, as the shell would when its name has quotes in it. */
async function openEditor(invocation: Invocation, path: string): Promise<void> {
  const { process, programs } = invocation
  const editor = process.env.KUBE_EDITOR || process.env.EDITOR || 'vi'
  const quoted = /["'\\]/.test(editor)
  const argv = quoted
    ? ['sh', '-c', `${editor} ${JSON.stringify(path)}`]
    : [...editor.split(' ').filter(Boolean), path]
  const program = programs(argv[0] as string)
  if (!program) {
    throw new Error(
      `unable to launch the editor ${JSON.stringify(editor)}: exec: ${JSON.stringify(argv[0])}: executable file not found in $PATH`,
    )
  }
  const code = await program({ ...process, argv })
  invocation.signal.throwIfAborted()
  if (code !== 0) {
    throw new Error(`there was a problem with the editor ${JSON.stringify(editor)}`)
  }
}
