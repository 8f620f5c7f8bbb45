import { FileError, type Input, inputOf, resolvePath } from '../../process'
import { endlessInput } from '../state/endless'
import type { Run } from './tool'

/** The inputs that a tool's arguments name, `-` and nothing meaning stdin; what cannot be read is complained about. */
export async function* inputsOf(
  run: Run,
  paths: readonly string[] = run.options.rest,
): AsyncGenerator<{ path: string; input: Input }> {
  for (const path of paths.length > 0 ? paths : ['-']) {
    if (path === '-') {
      yield { path, input: run.stdin }
      continue
    }
    const endless = endlessInput(resolvePath(run.cwd, path))
    if (endless) {
      yield { path, input: endless }
      continue
    }
    const content = await readFile(run, path)
    if (content) yield { path, input: inputOf(content) }
  }
}

/** A file's contents, or nothing after a complaint. */
export async function readFile(run: Run, path: string): Promise<Uint8Array | undefined> {
  try {
    return await run.files.read(resolvePath(run.cwd, path))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await run.complain(`${path}: ${error.message}`)
    return undefined
  }
}
