// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useVote } from './use-vote'

afterEach(() => void vi.unstubAllGlobals())

it('sends the last of several quick choices, one at a time', async () => {
  const sent: number[] = []
  const answers: (() => void)[] = []
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body).choice)
    return new Promise(resolve => answers.push(() => resolve(new Response(null, { status: 204 }))))
  })
  const { result } = renderHook(() => useVote('w', 1))
  await act(async () => {
    for (const choice of [0, 1, 2]) result.current.vote(choice)
  })
  expect(result.current.choice).toBe(2)
  // The first had not begun to be sent when the others were made.
  expect(sent).toEqual([2])
  await act(async () => result.current.vote(1))
  expect(sent).toEqual([2])
  await act(async () => answers[0]?.())
  expect(sent).toEqual([2, 1])
  await act(async () => answers[1]?.())
  expect(result.current).toMatchObject({ choice: undefined, error: undefined })
})
