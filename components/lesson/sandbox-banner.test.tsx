// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StillLive } from '@/components/live/live-context'
import { initialLiveState, type LiveState } from '@/components/live/live-state'
import { SandboxBanner } from './sandbox-banner'
import type { OpenedLesson } from './use-open-lesson'

const here: OpenedLesson = {
  elsewhere: undefined,
  asked: undefined,
  error: undefined,
  open: () => {},
  dismiss: () => {},
}
const well: LiveState = {
  ...initialLiveState,
  connection: 'open',
  sequence: 1,
  sandbox: { state: 'ready', lesson: '05-default-deny-ingress', task: null, startedAt: null },
}

const show = (state: Partial<LiveState>, opened: Partial<OpenedLesson> = {}) =>
  render(
    <StillLive state={{ ...well, ...state }}>
      <SandboxBanner
        course="c"
        base="/courses/c"
        sandbox="s"
        opened={{ ...here, ...opened }}
        nameOf={lesson => lesson.slice(0, 2)}
      />
    </StillLive>,
  )

const sandbox = (state: 'expired' | 'failed', message?: string) => ({
  sandbox: { state, lesson: null, task: null, startedAt: null, message },
})

afterEach(cleanup)

describe('the banner above a lesson', () => {
  it('is empty when all is well', () => {
    show({})
    expect(screen.getByRole('status').textContent).toBe('')
  })

  it.each([
    [
      'a lost connection',
      { connection: 'reconnecting' as const },
      {},
      /Reconnecting; nothing you did is lost/,
    ],
    ['an expired sandbox', sandbox('expired'), {}, /This cluster has ended/],
    ['a sandbox that is gone', { connection: 'gone' as const }, {}, /This cluster has ended/],
    ['a start that failed', sandbox('failed', 'pod db is not Ready'), {}, /pod db is not Ready/],
    ['a lesson that cannot be opened', {}, { error: 'no such lesson' }, /no such lesson/],
  ])('tells of %s', (_, state, opened, words) => {
    show(state, opened)
    expect(screen.getByRole('status').textContent).toMatch(words)
  })

  it.each([
    [1, /the next one is yours/],
    [3, /You are number 3 in line/],
  ])('tells who waits their place: %i', (turn, words) => {
    show({ sandbox: { ...well.sandbox!, state: 'waiting', turn } })
    expect(screen.getByRole('status').textContent).toMatch(words)
  })

  it('tells that it sleeps, and wakes it', () => {
    show({ sandbox: { ...well.sandbox!, state: 'asleep' } })
    expect(screen.getByRole('status').textContent).toContain('It has lost nothing.')
    expect(screen.getByRole('button', { name: 'Wake it up' })).toBeDefined()
  })

  it.each([
    ['away', 'I am here', /goes to sleep/],
    ['lifetime', 'Keep it an hour longer', /ends at .* with its objects and files/],
  ] as const)('warns before the end (%s), and puts it off', async (why, button, words) => {
    const sent = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ expiresAt: null }))
    show({ sandbox: { ...well.sandbox!, ends: { at: 1_800_000_000_000, why } } })
    expect(screen.getByRole('status').textContent).toMatch(words)
    await userEvent.click(screen.getByRole('button', { name: button }))
    expect(sent).toHaveBeenCalledWith(
      '/api/v1/sandboxes/s/extension',
      expect.objectContaining({ method: 'POST' }),
    )
    sent.mockRestore()
  })

  it('leads to the lesson where the sandbox is, or takes it back from there', async () => {
    const open = vi.fn()
    show({}, { elsewhere: '08-allow-ingress', open })
    expect(screen.getByRole('status').textContent).toContain('This sandbox is now at lesson 08.')
    const there = screen.getByRole('link', { name: 'Go to that lesson' })
    expect(there.getAttribute('href')).toBe('/courses/c/08-allow-ingress')
    await userEvent.click(screen.getByRole('button', { name: 'Take it back to this lesson' }))
    expect(open).toHaveBeenCalledWith(undefined)
  })
})
