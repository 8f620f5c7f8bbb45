import type { Command } from '../../../command'
import { throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import type { KubeObject } from '../../../object'
import { goJson } from '../../../output/json'
import { operationPrinter } from '../../../output/operation'
import { objectFormats, printFlags } from '../../../output/printer'
import { lastApplied, lastAppliedAnnotation } from '../../../patch/last-applied'
import { type Info, infoOf, objectPath, select } from '../../../resources/select'
import { type EditMode, editAll } from '../../intermediate/edit/edit-all'
import { fieldManagerFlag, filenameFlags, filenamesOf, validateFlag } from '../../shared-flags'

export const editLastApplied: Command = {
  name: 'edit-last-applied',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  long: `Edit latest last-applied-configuration annotations of a resource/object.

 What was applied last opens in the editor that KUBE_EDITOR or EDITOR names, or 'vi'. What you save takes its place; the object itself stays as it is.`,
  examples: `# Edit what was applied last to the deployment shop
kubectl apply edit-last-applied deployment/shop`,
  flags: [
    fieldManagerFlag('kubectl-client-side-apply'),
    ...filenameFlags('to use to edit the resource'),
    validateFlag,
    flag.bool('windows-line-endings', 'Not meaningful here.'),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { infos, errors } = await select(invocation, {
      args: invocation.args,
      ...filenamesOf(invocation),
      allowEmptySelector: true,
      latest: true,
    })
    throwAll(errors)
    const applied = infos.flatMap(info => {
      const object = lastApplied(info.object as KubeObject)
      return object ? { ...info, object } : []
    })
    if (applied.length === 0)
      throw new Error(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
      )
    await editAll(invocation, applied, mode)
  },
}

const mode: EditMode = {
  header: `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`,
  save,
}

/** Writes what was edited into the annotation (EditOptions.visitToApplyEditPatch). */
async function save(invocation: Invocation, infos: readonly Info[], edited: readonly KubeObject[]) {
  const api = await invocation.api()
  const mapper = await invocation.mapper()
  const { name: namespace } = await invocation.namespace()
  const printer = await operationPrinter(invocation, '')
  for (const object of edited) {
    const info = infoOf(object, 'edited-file', mapper, { name: namespace, explicit: true })
    const text = goJson(info.object)
    const isUnchanged = infos.some(before => goJson(before.object) === text)
    if (!isUnchanged)
      await api.request('PATCH', objectPath(info), {
        body: goJson({ metadata: { annotations: { [lastAppliedAnnotation]: text } } }),
        contentType: 'application/merge-patch+json',
        query: { fieldManager: invocation.flags.string('field-manager') },
      })
    await printer.print(info.object as KubeObject, isUnchanged ? 'skipped' : 'edited')
  }
  return { refused: [], again: false }
}
