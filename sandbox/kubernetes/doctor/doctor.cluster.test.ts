import { KubeConfig } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { createClient } from '../../client'
import { assess, examine, verdict } from '.'

it('finds this cluster ready for many learners', async () => {
  const config = new KubeConfig()
  config.loadFromDefault()
  const client = createClient(config)
  const examination = await examine(client, { images: ['nginx', 'busybox'], patience: 30_000 })
  client.dispose()
  const rows = assess(examination)
  expect(rows.filter(({ level }) => level !== 'good')).toEqual([])
  expect(verdict(rows)).toEqual({ lessons: true, shared: true })
})
