import type { Exec, KubernetesClient } from '../../client'
import { createCollector, inputOf } from '../../process'

/** How a command in the toolbox ended, and what it printed. */
export type Ran = { status: number; stdout: Uint8Array; stderr: string }
export type Run = (command: readonly string[], input?: Uint8Array) => Promise<Ran>

/** More than any file of a learner's. */
const mostOutput = 32 * 1024 * 1024

/** Runs commands in a container, messages in the words of the C locale. */
export const runIn =
  (client: KubernetesClient, target: Omit<Exec, 'command'>): Run =>
  async (command, input) => {
    const stdout = createCollector(mostOutput)
    const stderr = createCollector(mostOutput)
    const status = await client.exec(
      { ...target, command: ['env', 'LC_ALL=C', ...command] },
      { ...(input && { stdin: inputOf(input) }), stdout, stderr },
    )
    return { status, stdout: stdout.bytes(), stderr: stderr.text() }
  }
