import type { Command } from './command'

/** `agnhost entrypoint-tester`: how it was called, as Go prints a slice. */
export const entrypointTester: Command = async ({ argv, stdout }) => {
  await stdout.write(`[${argv.join(' ')}]\n`)
  return 0
}
