import { type Input, readAll, resolvePath } from '../../../process'
import { limits } from '../../limits'
import { inputsOf } from '../files-of'
import { type Run, tool } from '../tool'
import { shortCount, title } from './head'

const newline = 10

/** `tail`: the last lines (or bytes); `-n +5` from the fifth on; `-f` goes on with what is written to the files. */
export const tail = tool(
  {
    flags: 'fFqv0123456789',
    values: 'ncs',
    long: { 'lines=': 'n', 'bytes=': 'c', follow: 'f', quiet: 'q', verbose: 'v' },
  },
  async run => {
    const { options, stdout } = run
    const bytes = options.value('c')
    const wanted = bytes ?? options.value('n') ?? shortCount(run.argv) ?? '10'
    if (!/^[+-]?\d+$/.test(wanted)) {
      await run.complain(`invalid number of ${bytes ? 'bytes' : 'lines'}: ‘${wanted}’`)
      return 1
    }
    const follows = options.has('f') || options.has('F')
    let first = true
    for await (const { path, input } of inputsOf(run)) {
      await title(run, path, first)
      first = false
      if (wanted.startsWith('+')) {
        await copyFrom(run, input, Number(wanted) - 1, Boolean(bytes))
        continue
      }
      const content = await readAll(input, limits.substitution * 4)
      await stdout.write(lastOf(content, Math.abs(Number(wanted)), Boolean(bytes)))
    }
    if (follows && options.rest.length > 0) await follow(run)
    return undefined
  },
)

function lastOf(content: Uint8Array, count: number, bytes: boolean): Uint8Array {
  if (count === 0) return new Uint8Array(0)
  if (bytes) return content.subarray(Math.max(0, content.length - count))
  let start = content.length
  if (content[start - 1] === newline) start--
  for (let left = count; left > 0 && start > 0; left--) {
    const at = content.lastIndexOf(newline, start - 1)
    if (at < 0) return content
    if (left === 1) return content.subarray(at + 1)
    start = at
  }
  return content.subarray(start)
}

async function copyFrom({ stdout }: Run, input: Input, skip: number, bytes: boolean): Promise<void> {
  let left = skip
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    let start = 0
    if (bytes) {
      start = Math.min(left, chunk.length)
      left -= start
    }
    while (!bytes && left > 0 && start < chunk.length) {
      const at = chunk.indexOf(newline, start)
      start = at < 0 ? chunk.length : at + 1
      if (at >= 0) left--
    }
    await stdout.write(chunk.subarray(start))
  }
}

/** Prints what is appended to the files until it is told to end. */
async function follow({ options, files, cwd, stdout, signal }: Run): Promise<void> {
  const sizes = new Map<string, number>()
  for (const path of options.rest) {
    const at = resolvePath(cwd, path)
    sizes.set(at, (await files.stat(at).catch(() => undefined))?.size ?? 0)
  }
  let wake = () => {}
  const watches = [...sizes.keys()].map(path => files.watch(path, () => wake()))
  try {
    while (!signal.aborted) {
      for (const [path, size] of sizes) {
        const content = await files.read(path).catch(() => undefined)
        if (!content || content.length === size) continue
        await stdout.write(content.subarray(content.length > size ? size : 0))
        sizes.set(path, content.length)
      }
      await new Promise<void>(resolve => {
        wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
        // A change between the look and the wait is found at the next look.
        setTimeout(resolve, 1000).unref()
      })
    }
  } finally {
    for (const watch of watches) watch.dispose()
  }
}
