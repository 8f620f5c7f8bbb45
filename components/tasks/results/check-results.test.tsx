// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import type { CheckResult, TaskResult } from '@/sandbox/exercise'
import { CheckResults } from './check-results'

const check = (id: string, outcome: CheckResult['outcome']): CheckResult => ({
  id,
  kind: 'resource',
  outcome,
  message: { id: 'page.try', params: {} },
})

const show = (...checks: CheckResult[]) => {
  const result: TaskResult = { id: 't', outcome: 'failed', checks, mistakes: [], remarks: [], changes: [] }
  return render(<CheckResults result={result} />)
}

const failing = (count: number) => Array.from({ length: count }, (_, at) => check(`c${at}`, 'failed'))

afterEach(cleanup)

it('folds away what is right, and what is wrong beyond the first few', async () => {
  show(...failing(18), check('right', 'passed'))
  expect(
    screen.getAllByRole('img', { name: 'Failed' }).filter(icon => !icon.closest('details')),
  ).toHaveLength(3)
  const more = screen.getByText('15 more checks did not pass')
  await userEvent.click(more)
  expect(more.closest('details')?.open).toBe(true)
  expect(screen.getByText('1 check passed')).toBeTruthy()
})

it('folds nothing away for the sake of one check', () => {
  show(...failing(4))
  expect(screen.queryByText(/more check/)).toBeNull()
  expect(screen.getAllByRole('img', { name: 'Failed' })).toHaveLength(4)
})

it('shows one flow of a requirement that fails, and folds the others away', () => {
  const requirement = { ...check('cart', 'failed'), kind: 'requirement' as const }
  const flows = failing(5).map(flow => ({ ...flow, requirement: 'cart' }))
  show(requirement, ...flows)
  expect(
    screen.getAllByRole('img', { name: 'Failed' }).filter(icon => !icon.closest('details')),
  ).toHaveLength(2)
  expect(screen.getByText('4 more checks did not pass')).toBeTruthy()
})
