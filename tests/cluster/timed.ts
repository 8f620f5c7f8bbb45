import type { Grade } from '@/sandbox/grader/grade'
import type { SandboxProvider } from '@/sandbox/provider'

/** Milliseconds that each start state and each grading took. */
export type Times = { starts: number[]; gradings: number[] }

const measure = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
  const begun = performance.now()
  const result = await work()
  into.push(performance.now() - begun)
  return result
}

/** The provider, whose sandboxes note how long they take from being asked for to the start's pods being Ready. */
export const timedProvider = (provider: SandboxProvider, { starts }: Times): SandboxProvider => ({
  ...provider,
  async open(id) {
    const begun = performance.now()
    const sandbox = await provider.open(id)
    let opening = performance.now() - begun
    return Object.assign(Object.create(sandbox) as typeof sandbox, {
      async reset(start: Parameters<typeof sandbox.reset>[0]) {
        await measure(starts, () => sandbox.reset(start))
        starts[starts.length - 1]! += opening
        opening = 0
      },
    })
  },
})

export const timedGrade =
  (grade: Grade, { gradings }: Times): Grade =>
  request =>
    measure(gradings, () => grade(request))

/** The value that so many of a hundred do not exceed. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}
