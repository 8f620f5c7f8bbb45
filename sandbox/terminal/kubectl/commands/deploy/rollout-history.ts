import type { V1PodTemplateSpec } from '@kubernetes/client-node'
import type { Command } from '../../command'
import { Page } from '../../describe/page'
import { describePodTemplate } from '../../describe/pod'
import { flag } from '../../flags/definition'
import type { KubeObject, Wire } from '../../object'
import { operationPrinter } from '../../output/operation'
import { createPrinter, objectFormats, printFlags } from '../../output/printer'
import { alignTabs, describeTabs } from '../../output/tab-writer'
import { changeCause, type Revision, requireHistory, revisionsOf } from './revisions'
import { eachSelected, rolloutFlags } from './rolled'

export const history: Command = {
  name: 'history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  long: 'View previous rollout revisions and configurations.',
  flags: [
    ...rolloutFlags,
    flag.int('revision', 'See the details, including podTemplate of the revision specified'),
    ...printFlags(objectFormats),
  ],
  async run(invocation) {
    const { flags } = invocation
    const wanted = flags.int('revision')
    if (wanted < 0) throw new Error(`revision must be a positive integer: ${wanted}`)
    const print = flags.string('output') ? await createPrinter(invocation, objectFormats) : undefined
    const printer = await operationPrinter(invocation, '')
    await eachSelected(invocation, async info => {
      requireHistory(info, 'history viewer')
      const all = await revisionsOf(invocation, info)
      const chosen = all.find(({ number }) => number === wanted)
      if (wanted > 0 && !chosen && (print || all.length > 0))
        throw new Error('unable to find the specified revision')
      if (print) {
        for (const { object } of chosen ? [chosen] : all) await invocation.out(print(object))
        return
      }
      const heading = wanted > 0 ? `with revision #${wanted}` : ''
      await printer.print(info.object as KubeObject, `${heading}\n${viewOf(all, chosen)}`)
    })
  },
}

function viewOf(all: readonly Revision[], chosen: Revision | undefined): string {
  if (all.length === 0) return 'No rollout history found.'
  if (chosen) return templateText(chosen.template, chosen.object.kind === 'ReplicaSet' ? chosen.cause : '')
  const rows = all.map(({ number, cause }) => `${number}\t${cause || '<none>'}\n`)
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, describeTabs)
}

/** A template as `describe` writes it, its tabs left as they are. */
export function templateText(template: Wire<V1PodTemplateSpec>, cause = ''): string {
  const page = new Page()
  const annotations = { ...template.metadata?.annotations, ...(cause && { [changeCause]: cause }) }
  describePodTemplate(page, { ...template, metadata: { ...template.metadata, annotations } })
  return page.raw
}
