import type { Command } from '../../../command'
import { changeFlags, changeObjects, podSpecOf, rejectLocalServer, targets } from './change'

export const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  examples: `# Run the pods of the deployment shop as the service account robot
kubectl set serviceaccount deployment shop robot`,
  flags: changeFlags,
  async run(invocation) {
    const { args } = invocation
    rejectLocalServer(invocation)
    const name = args.at(-1)
    if (name === undefined) throw new Error('serviceaccount is required')
    await changeObjects(invocation, await targets(invocation, args.slice(0, -1)), {
      change(object) {
        podSpecOf(object).serviceAccountName = name
        return true
      },
      operation: 'serviceaccount updated',
      failure: 'failed to patch ServiceAccountName ',
      tellsUnchanged: true,
    })
  },
}
