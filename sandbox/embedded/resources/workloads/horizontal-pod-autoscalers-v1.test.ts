import { expect, test } from 'vitest'
import { apiFixture } from '../../api/cluster.fixture'

test('what one version writes, the other shows', async () => {
  const api = await apiFixture()
  const path = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
  await api.call('POST', path('v1'), {
    metadata: { name: 'web' },
    spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 70 },
  })
  const { spec } = (await api.call('GET', `${path('v2')}/web`)).body
  expect(spec).toMatchObject({
    maxReplicas: 3,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
  })
  const shown = (await api.call('GET', `${path('v1')}/web`)).body
  expect(shown).toMatchObject({
    apiVersion: 'autoscaling/v1',
    spec: { scaleTargetRef, maxReplicas: 3, targetCPUUtilizationPercentage: 70 },
  })
  await api.close()
})
