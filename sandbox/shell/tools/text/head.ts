import { concat } from '../bytes'
import { inputsOf } from '../files-of'
import { type Run, tool } from '../tool'

const newline = 10

/** `head`: the first lines (or bytes), ending as soon as it has them. `-5` is `-n 5`. */
export const head = tool(
  { flags: 'qv0123456789', values: 'nc', long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', verbose: 'v' } },
  async run => {
    const { options, stdout } = run
    const bytes = options.value('c')
    const lines = options.value('n') ?? shortCount(run.argv) ?? '10'
    const count = Number(bytes ?? lines)
    if (!Number.isInteger(count)) {
      await run.complain(`invalid number of ${bytes ? 'bytes' : 'lines'}: ‘${bytes ?? lines}’`)
      return 1
    }
    let first = true
    for await (const { path, input } of inputsOf(run)) {
      await title(run, path, first)
      first = false
      let left = count < 0 ? Number.POSITIVE_INFINITY : count
      const tail: Uint8Array[] = []
      while (left > 0) {
        const chunk = await input.read()
        if (chunk === null) break
        if (count < 0) {
          tail.push(chunk)
          continue
        }
        const end = bytes ? Math.min(left, chunk.length) : endOfLines(chunk, left)
        left -= bytes ? end : newlinesIn(chunk.subarray(0, end))
        await stdout.write(chunk.subarray(0, end))
      }
      if (count < 0) await stdout.write(withoutLast(concat(tail), -count, Boolean(bytes)))
    }
    return undefined
  },
)

/** The file's name between several. */
export async function title({ options, stdout }: Run, path: string, first: boolean): Promise<void> {
  const shown = options.has('v') || (options.rest.length > 1 && !options.has('q'))
  if (shown) await stdout.write(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`)
}

/** `-5`, among the arguments. */
export function shortCount(argv: readonly string[]): string | undefined {
  return argv
    .slice(1)
    .find(arg => /^-\d+$/.test(arg))
    ?.slice(1)
}

/** Where the `count`th line of a chunk ends, or the chunk does. */
function endOfLines(chunk: Uint8Array, count: number): number {
  let end = 0
  for (; count > 0; count--) {
    const at = chunk.indexOf(newline, end)
    if (at < 0) return chunk.length
    end = at + 1
  }
  return end
}

function newlinesIn(chunk: Uint8Array): number {
  let count = 0
  for (const byte of chunk) if (byte === newline) count++
  return count
}

function withoutLast(content: Uint8Array, count: number, bytes: boolean): Uint8Array {
  if (bytes) return content.subarray(0, Math.max(0, content.length - count))
  let end = content.length
  for (let left = count; left > 0 && end > 0; left--) end = content.lastIndexOf(newline, end - 2) + 1
  return content.subarray(0, end)
}
