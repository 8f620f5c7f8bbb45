import type { KubernetesClient } from '../../client'
import { createCollector } from '../../process'

/** Where a command of the grader's runs. */
export type ProbePlace = { namespace: string; pod: string; container: string }

export type CommandResult = { status: number; stdout: string; stderr: string }

/** How a probe is run: `giveUp` milliseconds after it began it is waited for no longer. */
export type Run = (
  place: ProbePlace,
  command: readonly string[],
  options?: { signal?: AbortSignal; giveUp?: number },
) => Promise<CommandResult>

/** The time to wait for a command was over. */
export class GivenUp extends Error {
  constructor() {
    super('the command took too long')
    this.name = 'GivenUp'
  }
}

/** A probe prints one word; more than this is not ours. */
const mostOutput = 64 * 1024

/** Runs one command, a fresh process, and answers what it printed. Rejects with `ApiStatusError`. */
export async function runCommand(
  client: KubernetesClient,
  place: ProbePlace,
  command: readonly string[],
  signal?: AbortSignal,
): Promise<CommandResult> {
  const stdout = createCollector(mostOutput)
  const stderr = createCollector(mostOutput)
  const status = await client.exec({ ...place, command }, { stdout, stderr }, signal)
  return { status, stdout: stdout.text(), stderr: stderr.text() }
}

/** Runs each command by an exec of its own. */
export const runAlone =
  (client: KubernetesClient): Run =>
  async (place, command, { signal, giveUp } = {}) => {
    const late = giveUp === undefined ? undefined : AbortSignal.timeout(giveUp)
    const signals = [signal, late].filter(one => one !== undefined)
    try {
      return await runCommand(client, place, command, AbortSignal.any(signals))
    } catch (error) {
      throw late?.aborted && !signal?.aborted ? new GivenUp() : error
    }
  }
