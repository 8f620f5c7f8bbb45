import { useCallback, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { home, listFiles, readFile, removeFile, writeFile } from '@/components/request/sandbox'
import type { EditorRequest } from '@/components/workbench/workbench'
import { useWorkbench } from '@/components/workbench/workbench-context'
import { filesBelow } from './files-below'
import { afterLook, isDirty, keepMine, type OpenFile, takeTheirs } from './open-file'

const onDisk = async (sandbox: string, path: string) => (await readFile(sandbox, path)).text

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** As the editors that people know: a file's last line ends, too. */
const withNewline = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** The learner's files and the one that is open. */
export function useEditor(sandbox: string) {
  const workbench = useWorkbench()
  const [files, setFiles] = useState<readonly string[]>()
  const [file, setFile] = useState<OpenFile>()
  const [error, setError] = useState<string>()
  const [saving, setSaving] = useState(false)
  const written = useLive(state => state.file)
  const current = useRef(file)
  /** What was typed into other files and not saved. */
  const drafts = useRef(new Map<string, OpenFile>())
  current.current = file

  const list = useCallback(
    () =>
      filesBelow(path => listFiles(sandbox, path), home).then(setFiles, problem => setError(words(problem))),
    [sandbox],
  )

  const open = useCallback(
    async ({ path, text, waiting }: EditorRequest) => {
      const left = current.current
      left?.waiting?.finish(null)
      if (left && !left.waiting && isDirty(left)) drafts.current.set(left.path, left)
      workbench?.show('editor')
      try {
        const saved = waiting ? (text ?? '') : await onDisk(sandbox, path)
        const revision = (left?.revision ?? 0) + 1
        const draft = text === undefined ? drafts.current.get(path) : undefined
        drafts.current.delete(path)
        setFile(
          draft
            ? afterLook({ ...draft, revision }, saved)
            : { path, text: text ?? saved ?? '', revision, saved, waiting },
        )
        setError(undefined)
      } catch (problem) {
        setError(words(problem))
      }
    },
    [sandbox, workbench],
  )

  useEffect(() => {
    void list()
  }, [list])

  useEffect(() => workbench?.editor.take(request => void open(request)), [workbench, open])

  const waiting = file?.waiting
  useEffect(() => {
    // The program went away: what was typed stays here, as a file like any other that is not saved.
    const release = () =>
      setFile(now => (now?.waiting === waiting && now ? { ...now, waiting: undefined, saved: null } : now))
    waiting?.over.addEventListener('abort', release)
    return () => waiting?.over.removeEventListener('abort', release)
  }, [waiting])

  useEffect(() => {
    if (!written) return
    void list()
    const path = current.current?.path
    if (written.path !== path || current.current?.waiting) return
    onDisk(sandbox, path).then(
      text => setFile(now => (now?.path === path ? afterLook(now, text) : now)),
      problem => setError(words(problem)),
    )
  }, [written, sandbox, list])

  /** Answers whether it was written. */
  const save = async (): Promise<boolean> => {
    const now = current.current
    if (!now) return false
    if (now.waiting) {
      now.waiting.finish(withNewline(now.text))
      setFile(undefined)
      return true
    }
    setSaving(true)
    try {
      const looked = afterLook(now, await onDisk(sandbox, now.path))
      if (looked.conflict) {
        setFile(looked)
        return false
      }
      await writeFile(sandbox, now.path, now.text)
      setFile(after =>
        after?.path === now.path ? { ...after, saved: now.text, conflict: undefined } : after,
      )
      setError(undefined)
      void list()
      return true
    } catch (problem) {
      setError(words(problem))
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    files,
    file,
    error,
    saving,
    dirty: file !== undefined && isDirty(file),
    open,
    save,
    edit: (text: string) => setFile(now => now && { ...now, text }),
    giveUp: () => {
      current.current?.waiting?.finish(null)
      setFile(undefined)
    },
    remove: async (name: string) => {
      try {
        await removeFile(sandbox, `${home}/${name}`)
        if (current.current?.path === `${home}/${name}`) setFile(undefined)
        await list()
      } catch (problem) {
        setError(words(problem))
      }
    },
    takeTheirs: () => setFile(now => now && takeTheirs(now)),
    keepMine: () => setFile(now => now && keepMine(now)),
  }
}
