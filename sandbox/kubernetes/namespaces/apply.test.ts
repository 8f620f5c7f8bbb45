import { expect, it } from 'vitest'
import { ApiStatusError, type KubernetesClient } from '../../client'
import type { StartObject } from '../../exercise'
import type { Platform } from '../platform/objects'
import { applyStart } from './apply'

const web = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
} as StartObject

const refusal = (message: string) =>
  new ApiStatusError({ kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden', message })

/** A cluster that refuses the first requests. */
function platformOf(refusals: string[]) {
  const asked: string[] = []
  const client = {
    async request(method: string) {
      const message = refusals[asked.push(method) - 1]
      if (message) throw refusal(message)
      return { status: 201, warnings: [], body: {} }
    },
  } as unknown as KubernetesClient
  const place = { group: '', version: 'v1', resource: 'pods', isNamespaced: true }
  const platform: Platform = { client, placeOf: async () => place }
  return { platform, asked }
}

it('a start waits for a quota that still counts what is gone', async () => {
  const full =
    'pods "web" is forbidden: exceeded quota: netpol-lab, requested: pods=1, used: pods=20, limited: pods=20'
  const { platform, asked } = platformOf([full, full])
  await applyStart(platform, [web], false)
  expect(asked).toHaveLength(3)
})

it('whatever else is refused is told at once', async () => {
  const { platform, asked } = platformOf(['pods "web" is forbidden: violates PodSecurity'])
  await expect(applyStart(platform, [web], false)).rejects.toThrow('violates PodSecurity')
  expect(asked).toHaveLength(1)
})

it('a pod that stays is not created in vain: a quota would count it once more', async () => {
  const { platform, asked } = platformOf([])
  await applyStart(platform, [web], true)
  expect(asked).toEqual(['GET'])
})
