// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextShell, shellsIn, useShells } from './use-shells'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

describe('shells', () => {
  it('are numbered, the lowest free number first', () => {
    expect(nextShell(['main'])).toBe('shell-2')
    expect(nextShell(['main', 'shell-2', 'shell-4'])).toBe('shell-3')
  })

  it('that were stored are taken as far as they are ours', () => {
    expect(shellsIn(null)).toEqual(['main'])
    expect(shellsIn('shell-3 main ../x shell-3 shell-2')).toEqual(['main', 'shell-3', 'shell-2'])
  })

  it('are remembered; the one that is opened is shown, and the one before it when it is closed', () => {
    const { result } = renderHook(() => useShells('s'))
    act(() => result.current.open())
    expect(result.current.current).toBe('shell-2')
    expect(renderHook(() => useShells('s')).result.current.shells).toEqual(['main', 'shell-2'])
    act(() => result.current.close('shell-2'))
    expect(result.current.current).toBe('main')
    expect(renderHook(() => useShells('s')).result.current.shells).toEqual(['main'])
  })
})
