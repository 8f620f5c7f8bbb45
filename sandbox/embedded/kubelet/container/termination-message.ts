import type { V1Container, V1EphemeralContainer } from '@kubernetes/client-node'
import { createCollector, FileError, type FileSystem } from '../../../process'
import type { ContainerLog } from './container-log'

const mostBytes = 4_096
/** Of the log, where that stands in (kubelet's fallback). */
const mostLogBytes = 2_048
const mostLogLines = 80

/** What a container leaves to be read in its status: its file for that or, if it failed, the end of its log. */
export async function terminationMessage(
  { terminationMessagePath, terminationMessagePolicy }: V1Container | V1EphemeralContainer,
  files: FileSystem,
  log: ContainerLog,
  status: number,
): Promise<string> {
  const written = await read(files, terminationMessagePath ?? '/dev/termination-log')
  if (written || status === 0 || terminationMessagePolicy !== 'FallbackToLogsOnError') return written
  const output = createCollector(1024 * 1024)
  await log.print({ follow: false, timestamps: false, tailLines: mostLogLines }, output)
  return Buffer.from(output.text()).subarray(-mostLogBytes).toString()
}

async function read(files: FileSystem, path: string): Promise<string> {
  try {
    return new TextDecoder().decode((await files.read(path)).subarray(0, mostBytes))
  } catch (error) {
    if (error instanceof FileError) return ''
    throw error
  }
}
