import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { Machine } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'

/** A subcommand of agnhost. */
export type Command = (process: Process, machine: Machine, args: readonly string[]) => Promise<number>

/** A command with flags: `port:` takes a value. What cobra says of others ends it. */
export const withFlags =
  (
    names: readonly string[],
    run: (process: Process, machine: Machine, options: ParsedOptions) => Promise<number>,
    operands: { readonly most: number; readonly exactly?: boolean } = { most: 0 },
  ): Command =>
  async (process, machine, args) => {
    const long = Object.fromEntries(names.map(name => [name.replace(/:$/, ''), name]))
    const options = parseOptions(args, { short: '', long })
    const complain = async (text: string) => {
      await process.stderr.write(`Error: ${text}\n`)
      return 1
    }
    if (options.problem) {
      const { kind, option, long } = options.problem
      if (kind === 'no-argument') return complain(`flag needs an argument: --${option}`)
      return complain(
        long
          ? `unknown flag: ${option.replace(/=.*$/s, '')}`
          : `unknown shorthand flag: '${option}' in -${option}`,
      )
    }
    const given = options.operands.length
    if (operands.exactly && given !== operands.most)
      return complain(`accepts ${operands.most} arg(s), received ${given}`)
    if (given > operands.most) return complain(`accepts at most ${operands.most} arg(s), received ${given}`)
    return run(process, machine, options)
  }

/** What Go's net package says of a port that is taken. */
export const bindProblem = (network: 'tcp' | 'udp', port: number, error: unknown): string => {
  if (!(error instanceof NetworkError)) throw error
  return `listen ${network} :${port}: bind: ${error.message.toLowerCase()}`
}
