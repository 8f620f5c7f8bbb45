// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { useFollow } from './use-follow'

const push = vi.fn()
const router = { push }
vi.mock('next/navigation', () => ({ useRouter: () => router }))

beforeEach(() => {
  push.mockClear()
  window.sessionStorage.clear()
})

const free = { mode: 'free', lesson: null } as const
const at = (lesson: string) => ({ mode: 'together', lesson }) as const

/** The page of a lesson, which knows nothing yet. */
function open(here: string) {
  const following = { workshop: 'w', course: { base: '/w/lessons' }, here }
  type Props = { pace: Parameters<typeof useFollow>[0]['pace']; known: boolean }
  const { rerender } = renderHook((props: Props) => useFollow({ ...following, ...props }), {
    initialProps: { pace: free, known: false } as Props,
  })
  return { hear: (pace: Props['pace']) => rerender({ pace, known: true }) }
}

it('goes where the class goes, once', () => {
  const page = open('05')
  page.hear(at('05'))
  expect(push).not.toHaveBeenCalled()
  page.hear(at('08'))
  expect(push.mock.calls).toEqual([['/w/lessons/08']])
  open('08').hear(at('08'))
  expect(push).toHaveBeenCalledTimes(1)
})

it('leaves alone who looks back, until the class moves on', () => {
  open('08').hear(at('08'))
  const back = open('05')
  back.hear(at('08'))
  expect(push).not.toHaveBeenCalled()
  back.hear(at('09'))
  expect(push.mock.calls).toEqual([['/w/lessons/09']])
})

it('brings who comes late to where the class is, and nobody anywhere who may go freely', () => {
  open('05').hear(at('08'))
  expect(push.mock.calls).toEqual([['/w/lessons/08']])
  push.mockClear()
  const page = open('05')
  page.hear(free)
  page.hear({ mode: 'gated', lesson: '08' })
  expect(push).not.toHaveBeenCalled()
})
