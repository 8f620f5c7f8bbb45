// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { TouchKeys } from './touch-keys'

afterEach(cleanup)

it.each([
  ['Ctrl-C: stop what runs', '\x03'],
  ['Tab: complete', '\t'],
  ['Previous command', '\x1b[A'],
  ['Next command', '\x1b[B'],
])('%s is sent, and the focus stays where it is', async (name, sends) => {
  const onKey = vi.fn()
  render(
    <>
      <input aria-label="terminal" />
      <TouchKeys onKey={onKey} />
    </>,
  )
  screen.getByLabelText('terminal').focus()
  await userEvent.click(screen.getByRole('button', { name }))
  expect(onKey).toHaveBeenCalledWith(sends)
  expect(document.activeElement).toBe(screen.getByLabelText('terminal'))
})
