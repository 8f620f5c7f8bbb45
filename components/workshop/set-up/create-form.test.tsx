// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { CourseOutline } from '@/protocol'
import { CreateForm } from './create-form'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const course = {
  ...{ slug: 'network-policies', title: 'Network policies' },
  lessons: [{ slug: '01-first', title: 'First', number: '01' }],
} as unknown as CourseOutline

it('asks where the clusters come from where there are several kinds, and sends what was chosen', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('offline'))
  render(<CreateForm courses={[course]} providers={['embedded', 'kubernetes']} />)
  await userEvent.type(screen.getByLabelText('Title'), 'Tuesday')
  await userEvent.selectOptions(screen.getByLabelText('Clusters'), 'On the Kubernetes cluster')
  await userEvent.click(screen.getByRole('button', { name: /workshop/i }))
  expect(JSON.parse(String(asked.mock.calls[0]?.[1]?.body))).toMatchObject({
    title: 'Tuesday',
    provider: 'kubernetes',
  })
})

it('asks nothing where there is one kind', () => {
  render(<CreateForm courses={[course]} providers={['embedded']} />)
  expect(screen.queryByLabelText('Clusters')).toBeNull()
})
