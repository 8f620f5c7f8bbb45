// @vitest-environment jsdom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useWorkbench, WorkbenchProvider } from '@/components/workbench/workbench-context'
import { useEditor } from './use-editor'

const home = '/home/learner'
const place = { sandbox: 's', course: 'c', lesson: 'l', namespace: 'netpol-demo' }
let disk: Map<string, string>

const answer = (status: number, body?: unknown) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status })

/** The files of `/api/v1`, as far as the editor asks. */
const serve = async (address: string, { method, body }: RequestInit) => {
  const path = new URL(address, 'http://localhost').searchParams.get('path') ?? ''
  if (method === 'PUT') {
    const file = JSON.parse(String(body))
    disk.set(file.path, file.text)
    return answer(204)
  }
  if (path === home) {
    const entries = [...disk.keys()].map(name => ({ name: name.slice(home.length + 1), directory: false }))
    return answer(200, { path, entries })
  }
  return answer(200, { path, text: disk.get(path) ?? null })
}

const wrapper = ({ children }: { children: ReactNode }) => (
  <WorkbenchProvider place={place}>{children}</WorkbenchProvider>
)

const use = async () => {
  const { result } = renderHook(() => ({ editor: useEditor('s'), workbench: useWorkbench()! }), { wrapper })
  await waitFor(() => expect(result.current.editor.files).toBeDefined())
  return result
}

beforeEach(() => {
  disk = new Map([
    [`${home}/a.yaml`, 'a: 1\n'],
    [`${home}/b.yaml`, 'b: 1\n'],
  ])
  vi.stubGlobal('fetch', serve)
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('the editor', () => {
  it('keeps what was not saved while another file is open', async () => {
    const hook = await use()
    await act(() => hook.current.editor.open({ path: `${home}/a.yaml` }))
    act(() => hook.current.editor.edit('a: 2\n'))
    await act(() => hook.current.editor.open({ path: `${home}/b.yaml` }))
    expect(hook.current.editor.file?.text).toBe('b: 1\n')
    await act(() => hook.current.editor.open({ path: `${home}/a.yaml` }))
    expect(hook.current.editor).toMatchObject({ dirty: true, file: { text: 'a: 2\n' } })
  })

  it('does not overwrite what another wrote before it was asked', async () => {
    const hook = await use()
    await act(() => hook.current.editor.open({ path: `${home}/a.yaml` }))
    act(() => hook.current.editor.edit('mine\n'))
    disk.set(`${home}/a.yaml`, 'theirs\n')
    await act(async () => void (await hook.current.editor.save()))
    expect(disk.get(`${home}/a.yaml`)).toBe('theirs\n')
    expect(hook.current.editor.file?.conflict).toEqual({ text: 'theirs\n' })
    act(() => hook.current.editor.keepMine())
    await act(async () => void (await hook.current.editor.save()))
    expect(disk.get(`${home}/a.yaml`)).toBe('mine\n')
  })

  it('hands a file that a program waits for to the program, with its last line ended', async () => {
    const hook = await use()
    const finish = vi.fn()
    const waiting = { finish, over: new AbortController().signal }
    act(() => hook.current.workbench.open({ path: '/tmp/edit.yaml', text: 'a', waiting }))
    await waitFor(() => expect(hook.current.editor.file).toBeDefined())
    act(() => hook.current.editor.edit('a: b'))
    await act(async () => void (await hook.current.editor.save()))
    expect(finish).toHaveBeenCalledExactlyOnceWith('a: b\n')
    expect(hook.current.editor.file).toBeUndefined()
  })

  it('keeps the text when the program goes away', async () => {
    const hook = await use()
    const over = new AbortController()
    const waiting = { finish: vi.fn(), over: over.signal }
    act(() => hook.current.workbench.open({ path: `${home}/c.yaml`, text: '', waiting }))
    await waitFor(() => expect(hook.current.editor.file).toBeDefined())
    act(() => hook.current.editor.edit('c: 1\n'))
    act(() => over.abort())
    expect(hook.current.editor).toMatchObject({ dirty: true, file: { text: 'c: 1\n' } })
    expect(hook.current.editor.file?.waiting).toBeUndefined()
  })
})
