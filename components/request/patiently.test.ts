import { expect, it, vi } from 'vitest'
import { patiently } from './patiently'
import { RequestFailed } from './request'

const busy = new RequestFailed(503, 'busy', 'Very many join just now.', 2)

it('asks a busy server again, not at once, and says that it waits', async () => {
  const work = vi.fn().mockRejectedValueOnce(busy).mockRejectedValueOnce(busy).mockResolvedValue('a seat')
  const [onWait, pause] = [vi.fn(), vi.fn()]
  expect(await patiently(work, { onWait, pause })).toBe('a seat')
  expect(onWait).toHaveBeenCalledTimes(2)
  expect(pause.mock.calls.every(([seconds]) => seconds >= 1)).toBe(true)
})

it('says what is wrong where asking again does not help, and in the end', async () => {
  const full = new RequestFailed(409, 'workshop-full', 'Every seat is taken.')
  await expect(patiently(() => Promise.reject(full))).rejects.toBe(full)
  const pause = vi.fn()
  await expect(patiently(() => Promise.reject(busy), { pause })).rejects.toBe(busy)
  expect(pause.mock.calls.length).toBeLessThan(20)
})
