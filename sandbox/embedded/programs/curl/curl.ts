import type { ContainerProgram } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { pause } from '../until-aborted'
import { curlSyntax, numeric } from './curl-options'
import { Transfer } from './transfer'
import { helpText, versionText } from './version'

const hint = "curl: try 'curl --help' or 'curl --manual' for more information\n"
/** Answers of servers that are worth another try. */
const passing = new Set([408, 429, 500, 502, 503, 504])
const longestDelay = 600

/** curl 7.88.1 (Debian), for http, https and telnet; for other protocols it only connects. */
export const curl: ContainerProgram = async (process, machine) => {
  const args = process.argv.slice(1)
  if (args.some(argument => argument === '-h' || argument === '--help')) {
    await process.stdout.write(helpText)
    return 0
  }
  const options = parseOptions(args, curlSyntax)
  const problem = problemOf(options)
  if (problem) {
    await process.stderr.write(`curl: option ${problem}\n${hint}`)
    return 2
  }
  if (options.has('V')) {
    await process.stdout.write(versionText)
    return 0
  }
  const urls = [...options.values('@url'), ...options.operands]
  if (urls.length === 0) {
    await process.stderr.write(hint)
    return 2
  }
  let status = 0
  for (const [index, url] of urls.entries()) {
    const output = options.values('o')[index] ?? (urls.length === 1 ? options.value('o') : undefined)
    status = await persist(() => new Transfer(process, machine, options, output), url)
    if (process.signal.aborted || (status !== 0 && options.has('fail-early'))) break
  }
  return status

  /** Once, or as often as `--retry` says. */
  async function persist(begin: () => Transfer, url: string): Promise<number> {
    const most = Number(options.value('retry') ?? 0)
    const fixed = Number(options.value('retry-delay') ?? 0)
    for (let tries = 0; ; tries++) {
      const transfer = begin()
      const ended = await transfer.run(url)
      const why = worthAnotherTry(options, ended, transfer.report.code)
      if (tries >= most || !why || process.signal.aborted) {
        await transfer.tell()
        return ended
      }
      const delay = fixed || Math.min(2 ** tries, longestDelay)
      const warning = `Problem ${why}. Will retry in ${delay} seconds. ${most - tries} retries left.`
      if (!options.has('s')) await process.stderr.write(wrapped(warning))
      await pause(delay * 1_000, process.signal)
    }
  }
}

/** What is wrong with the command line. */
function problemOf(options: ParsedOptions): string | undefined {
  if (options.problem) {
    const { kind, option, long } = options.problem
    const name = long && kind === 'no-argument' ? `--${option}` : long ? option : `-${option}`
    return `${name}: ${kind === 'unknown' ? 'is unknown' : 'requires parameter'}`
  }
  const wrong = numeric.find(
    ([option]) => options.has(option) && !/^-?\d+(\.\d+)?$/.test(options.value(option)!),
  )
  return wrong && `${wrong[1]}: expected a proper numerical parameter`
}

/** curl's word for it. */
function worthAnotherTry(options: ParsedOptions, status: number, code: number): string | undefined {
  if (status === 28 || status === 6) return ': timeout'
  if (status === 7 && options.has('retry-connrefused')) return ': connection refused'
  if ((status === 0 || status === 22) && passing.has(code)) return ': HTTP error'
  return status !== 0 && options.has('retry-all-errors') ? '(retrying all errors)' : undefined
}

/** Warnings are broken at 79 columns. */
function wrapped(text: string): string {
  const prefix = 'Warning: '
  const width = 79 - prefix.length
  const lines: string[] = []
  let rest = text
  while (rest.length >= width) {
    const at = rest.lastIndexOf(' ', width - 1) + 1 || width
    lines.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  return [...lines, rest].map(line => `${prefix}${line}\n`).join('')
}
