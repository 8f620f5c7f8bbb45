import type { ClassState, MadeMistake } from './class-state'

/** How many made a mistake lately, how often it was made, and how it looked the last time. */
export type RadarEntry = { mistake: string; seats: number; times: number; example: MadeMistake['message'] }

/** The mistakes of the last minutes, those of most people first. */
export function radarOf({ mistakes }: ClassState, now: number, minutes: number): RadarEntry[] {
  const since = now - minutes * 60_000
  const found = new Map<string, MadeMistake[]>()
  for (const made of mistakes)
    if (made.at >= since) found.set(made.mistake, [...(found.get(made.mistake) ?? []), made])
  return [...found]
    .map(([mistake, made]) => ({
      mistake,
      seats: new Set(made.map(({ seat }) => seat)).size,
      times: made.length,
      example: made.at(-1)!.message,
    }))
    .sort((one, other) => other.seats - one.seats || other.times - one.times)
}

/** How many of those who joined have which state in a task. */
export function distributionOf({ seats }: ClassState, key: string) {
  const counts = { untouched: 0, opened: 0, tried: 0, passed: 0 }
  for (const { joinedAt, tasks } of Object.values(seats))
    if (joinedAt !== null) counts[tasks[key]?.state ?? 'untouched']++
  return counts
}
