import type { Command } from '../../../command'
import { canI } from './can-i'
import { reconcile } from './reconcile'
import { whoami } from './whoami'

export const auth: Command = {
  name: 'auth',
  usage: '[flags]',
  short: 'Inspect authorization',
  flags: [],
  subcommands: [canI, reconcile, whoami],
}
