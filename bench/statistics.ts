/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Milliseconds that each of `count` runs took, one after the other. */
export async function timed(count: number, run: (index: number) => unknown): Promise<number[]> {
  const samples: number[] = []
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await run(index)
    samples.push(performance.now() - start)
  }
  return samples
}
