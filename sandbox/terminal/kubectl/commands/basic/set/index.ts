import type { Command } from '../../../command'
import { env } from './env'
import { image } from './image'
import { resources } from './resources'
import { selector } from './selector'
import { serviceAccount } from './service-account'
import { subject } from './subject'

export const set: Command = {
  name: 'set',
  usage: 'SUBCOMMAND',
  short: 'Set specific features on objects',
  long: `Configure application resources.

 These commands help you make changes to existing application resources.`,
  flags: [],
  subcommands: [env, image, resources, selector, serviceAccount, subject],
}
