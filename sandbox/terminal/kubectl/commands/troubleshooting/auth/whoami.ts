import type { V1SelfSubjectReview } from '@kubernetes/client-node'
import { ApiStatusError } from '../../../../../client'
import type { Command } from '../../../command'
import type { KubeObject, Wire } from '../../../object'
import { createPrinter, objectFormats, printFlags } from '../../../output/printer'
import { alignTabs, tableTabs } from '../../../output/tab-writer'

export const whoami: Command = {
  name: 'whoami',
  usage: '[flags]',
  short: 'Experimental: Check self subject attributes',
  long: 'Who you are for the server: user name, groups and further attributes.',
  flags: printFlags(objectFormats),
  async run(invocation) {
    const api = await invocation.api()
    const { body } = await api
      .request<Wire<V1SelfSubjectReview>>('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiStatusError) || error.reason !== 'Forbidden') throw error
        throw new Error(
          'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
        )
      })
    if (invocation.flags.string('output')) {
      const printer = await createPrinter(invocation, objectFormats)
      return invocation.out(printer(body as unknown as KubeObject))
    }
    const { username = '', uid, groups = [], extra = {} } = body.status?.userInfo ?? {}
    const rows = [
      ['ATTRIBUTE', 'VALUE'],
      ['Username', username],
      ...(uid ? [['UID', uid]] : []),
      ...(groups.length > 0 ? [['Groups', `[${groups.join(' ')}]`]] : []),
      ...Object.entries(extra).map(([key, values]) => [`Extra: ${key}`, `[${values.join(' ')}]`]),
    ]
    await invocation.out(alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), tableTabs))
  },
}
