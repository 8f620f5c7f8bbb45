// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { ClusterReport } from '@/protocol'
import { ClusterSection } from './cluster-section'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const report: ClusterReport = {
  examinedAt: 0,
  ...{ lessons: true, shared: false },
  rows: [
    {
      ...{ check: 'wall', level: 'limited' },
      found: { id: 'doctor.wall.found.absent', params: {} },
      means: { id: 'doctor.wall.means.absent', params: {} },
      type: 'kubectl get crd',
    },
  ],
}

it('says plainly that nothing keeps learners apart, and nothing where something does', () => {
  render(<ClusterSection news={{ walled: false, report: null }} />)
  expect(screen.getByRole('alert').textContent).toContain('Nothing keeps learners apart on this cluster')
  cleanup()
  render(<ClusterSection news={{ walled: true, report: null }} />)
  expect(screen.queryByRole('alert')).toBeNull()
})

it('examines when asked, and shows what was found, what it means and what to type', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(report))
  render(<ClusterSection news={{ walled: true, report: null }} />)
  expect(screen.queryByRole('table')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Examine the cluster' }))
  expect(asked).toHaveBeenCalledWith(
    '/api/v1/cluster/examination',
    expect.objectContaining({ method: 'POST' }),
  )
  const row = await screen.findByRole('row', { name: /Wall between tenants/ })
  expect(row.textContent).toMatch(/limited.*no policies of an admin tier.*WITHOUT_WALL=yes.*kubectl get crd/)
  expect(screen.getByText(/^Ready for one learner/)).toBeDefined()
})
