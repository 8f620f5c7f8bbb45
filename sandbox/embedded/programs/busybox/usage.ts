import type { OptionProblem } from '../options'

const banner = 'BusyBox v1.35.0 (2026-11-23 23:17:14 UTC) multi-call binary.'

/** What an applet prints to stderr when it is called wrongly. */
export const usage = (text: string): string => `${banner}\n\nUsage: ${text}\n`

/** getopt's complaint about an option, then the usage. */
export function optionError(applet: string, problem: OptionProblem, text: string): string {
  return `${applet}: ${complaint(problem)}\n${usage(text)}`
}

function complaint({ kind, option, long }: OptionProblem): string {
  if (kind === 'unknown') return long ? `unrecognized option '${option}'` : `invalid option -- '${option}'`
  return long ? `option '--${option}' requires an argument` : `option requires an argument -- '${option}'`
}

/** Seconds as busybox reads them (`5`, `1.5`, `2m`), or nothing if that is no duration. */
export function duration(text: string): number | undefined {
  const [, number, unit = 's'] = text.match(/^(\d+(?:\.\d+)?|\.\d+)([smhd])?$/) ?? []
  return number === undefined ? undefined : Number(number) * unitSeconds[unit]!
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }
