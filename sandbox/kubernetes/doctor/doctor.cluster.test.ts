import { expect, it } from 'vitest'
import { openAsPlatform } from '../platform-account.fixture'
import { assess, examine, verdict } from '.'

it('finds this cluster ready for many learners, for the platform’s own account', async () => {
  const { api, close } = await openAsPlatform()
  try {
    const examination = await examine(api, { images: ['nginx', 'busybox'], patience: 30_000 })
    const rows = assess(examination)
    expect(rows.filter(({ level }) => level !== 'good')).toEqual([])
    expect(verdict(rows)).toEqual({ lessons: true, shared: true })
  } finally {
    await close()
  }
})
