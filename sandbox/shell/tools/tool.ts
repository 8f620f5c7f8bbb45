import { BrokenPipe, FileError, type Process, type Program } from '../../process'
import { type OptionSpec, type Options, parseOptions, UsageError } from './options'

/** A run of a tool: the process, its options, and how it complains. */
export type Run = Process & {
  readonly name: string
  readonly options: Options
  /** Prints `name: message` on stderr; the tool goes on and its status will be at least 1. */
  complain(message: string): Promise<void>
  readonly failed: boolean
}

/**
 * A program from its options and its work. A wrong command line is status `usage`; a file error that is not
 * caught is reported as the tool's own.
 */
export function tool(
  spec: OptionSpec & { ordered?: boolean; usage?: number },
  work: (run: Run) => Promise<number | undefined>,
): Program {
  return async process => {
    const name = (process.argv[0] ?? '').replace(/^.*\//, '')
    let failed = false
    try {
      const options = parseOptions(process, spec, { ordered: spec.ordered ?? false })
      const status = await work({
        ...process,
        name,
        options,
        async complain(message) {
          failed = true
          await process.stderr.write(`${name}: ${message}\n`)
        },
        get failed() {
          return failed
        },
      })
      return status ?? (failed ? 1 : 0)
    } catch (error) {
      if (error instanceof BrokenPipe) throw error
      if (error instanceof UsageError) {
        await process.stderr.write(error.message)
        return spec.usage ?? 1
      }
      if (!(error instanceof FileError)) throw error
      await process.stderr.write(`${name}: ${error.path || name}: ${error.message}\n`)
      return spec.usage ?? 1
    }
  }
}
