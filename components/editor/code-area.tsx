'use client'

import { useEffect, useRef, useState } from 'react'
import { text } from '@/components/ui/text'
import { type CodeMirror, openCodeMirror } from './code-mirror'

type CodeAreaProps = {
  path: string
  value: string
  /** The value replaces what the editor shows only when this grows: it is always a keystroke behind the editor. */
  revision: number
  onChange: (value: string) => void
  onSave: () => void
}

/** One file's text; a new file is a new editor with a history of its own. */
export default function CodeArea({ path, value, revision, onChange, onSave }: CodeAreaProps) {
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<CodeMirror>()
  const latest = useRef({ value, onChange, onSave })
  latest.current = { value, onChange, onSave }

  useEffect(() => {
    if (!host.current) return
    const opened = openCodeMirror(host.current, {
      text: latest.current.value,
      label: text('editor.label', { path }),
      yaml: /\.ya?ml$/.test(path),
      onChange: next => latest.current.onChange(next),
      onSave: () => latest.current.onSave(),
    })
    setEditor(opened)
    opened.focus()
    return () => opened.dispose()
  }, [path])

  const shown = useRef(revision)
  useEffect(() => {
    if (!editor || shown.current === revision) return
    shown.current = revision
    editor.setText(latest.current.value)
  }, [editor, revision])

  return <div ref={host} className="code-area" />
}
