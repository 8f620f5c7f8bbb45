import type { KubernetesClient } from '../../client'
import { createCollector } from '../../process'

/** Where a command of the grader's runs. */
export type ProbePlace = { namespace: string; pod: string; container: string }

export type CommandResult = { status: number; stdout: string; stderr: string }

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
