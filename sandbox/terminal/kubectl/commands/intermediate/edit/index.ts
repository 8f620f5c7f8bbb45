import type { Command } from '../../../command'
import { throwAll } from '../../../failure'
import { flag } from '../../../flags/definition'
import type { Invocation } from '../../../invocation'
import { objectFormats, printFlags } from '../../../output/printer'
import { select } from '../../../resources/select'
import {
  fieldManagerFlag,
  filenameFlags,
  filenamesOf,
  saveConfigFlag,
  subresourceFlag,
  validateFlag,
} from '../../shared-flags'
import { editAll } from './edit-all'

export const edit: Command = {
  name: 'edit',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long: `Edit a resource from the default editor.

 The editor is the one that KUBE_EDITOR or EDITOR names, or 'vi'. What you save is sent to the server; when it is refused, the editor opens again with the reason. Closing it without a change gives up. Several objects, or all of a type, are one list in one file.`,
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

const formats = ['json', 'kyaml', 'yaml']

async function runEdit(invocation: Invocation): Promise<void> {
  const format = invocation.flags.string('output')
  if (format && !formats.includes(format.toLowerCase()))
    throw new Error(
      `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${formats.join(',')}`,
    )
  const { infos, errors } = await select(invocation, {
    args: invocation.args,
    ...filenamesOf(invocation),
    allowEmptySelector: true,
    latest: true,
  })
  throwAll(errors)
  if (infos.length === 0) throw new Error('edit cancelled, no objects found')
  await editAll(invocation, infos)
}
