import { tool } from '../tool'

export const clear = tool({ flags: 'x' }, async ({ stdout }) => {
  await stdout.write('\x1b[H\x1b[2J\x1b[3J')
  return undefined
})

export const reset = tool({}, async ({ stdout }) => {
  await stdout.write('\x1bc')
  return undefined
})
