import type { Method } from '../../../client'
import { FileError, readText } from '../../../process'
import type { Invocation } from '../invocation'
import { joinPath } from '../path'
import { limits } from '../yaml/read'

/** What may not stand beside `--raw` when something is sent (create, replace and delete say it the same way). */
export function checkRaw({ flags }: Invocation, filenames: readonly string[], mostFiles = 1): void {
  if (filenames.length > 1 || (mostFiles === 1 && filenames.length !== 1))
    throw new Error('--raw can only use a single local file or stdin')
  if (/^https?:\/\//.test(filenames[0] ?? '')) throw new Error('--raw cannot read from a url')
  if (flags.bool('recursive')) throw new Error('--raw and --recursive are mutually exclusive')
  if (flags.string('output')) throw new Error('--raw and --output are mutually exclusive')
  checkPath(flags.string('raw'))
}

export function checkPath(path: string): void {
  if (!path.startsWith('/'))
    throw new Error(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`)
}

/** Sends a file to a path as it is, and prints what the server answers as it comes. */
export async function sendRaw(invocation: Invocation, method: Method, filename?: string): Promise<void> {
  const body = filename === undefined ? undefined : await contentOf(invocation, filename)
  const api = await invocation.api()
  const { signal } = invocation
  const path = invocation.flags.string('raw')
  for await (const chunk of api.client.stream(path, { signal, method, ...(body && { body }) }))
    await invocation.process.stdout.write(chunk)
}

async function contentOf({ process }: Invocation, filename: string): Promise<string> {
  if (filename === '-') return readText(process.stdin, limits.file)
  try {
    return new TextDecoder().decode(await process.files.read(joinPath(process.cwd, filename)))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Error(`open ${filename}: ${error.message.toLowerCase()}`)
  }
}
