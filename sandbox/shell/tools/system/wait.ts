import { tool } from '../tool'

const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `1.5`, `2m`, `1h`; undefined when it is no duration. */
export function duration(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  return match ? Number(match[1]) * units[match[2]!]! : undefined
}

/** Settles after so many milliseconds, or when the signal comes. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.min(milliseconds, 2 ** 31 - 1))
    signal.addEventListener('abort', end)
  })
}

export const sleep = tool({ ordered: true }, async run => {
  const { options, signal } = run
  if (options.rest.length === 0) {
    await run.complain("missing operand\nTry 'sleep --help' for more information.")
    return 1
  }
  let total = 0
  for (const text of options.rest) {
    const milliseconds = text === 'infinity' ? Number.POSITIVE_INFINITY : duration(text)
    if (milliseconds === undefined) {
      await run.complain(`invalid time interval ‘${text}’\nTry 'sleep --help' for more information.`)
      return 1
    }
    total += milliseconds
  }
  await pause(total, signal)
  return undefined
})
