import { expect, it, vi } from 'vitest'
import { untilFree } from './busy'

const busy = Object.assign(new Error('Unable to start a transaction in the given time.'), { code: 'P2028' })

it('tries again what a busy database did not get to', async () => {
  const work = vi.fn().mockRejectedValueOnce(busy).mockRejectedValueOnce(busy).mockResolvedValue('done')
  expect(await untilFree(work, 10_000, 1)).toBe('done')
  expect(work).toHaveBeenCalledTimes(3)
})

it('gives up in the end, and at once where trying again would not help', async () => {
  await expect(untilFree(() => Promise.reject(busy), 20, 1)).rejects.toBe(busy)
  const work = vi.fn().mockRejectedValue(new Error('there is no such column'))
  await expect(untilFree(work, 10_000, 1)).rejects.toThrow('no such column')
  expect(work).toHaveBeenCalledTimes(1)
})
