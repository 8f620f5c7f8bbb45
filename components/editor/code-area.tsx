'use client'

import { useEffect, useRef, useState } from 'react'
import { text } from '@/components/ui/text'
import { type CodeMirror, openCodeMirror } from './code-mirror'

type CodeAreaProps = {
  path: string
  value: string
  onChange: (value: string) => void
  onSave: () => void
}

/** One file's text; a new file is a new editor with a history of its own. */
export default function CodeArea({ path, value, onChange, onSave }: CodeAreaProps) {
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

  useEffect(() => {
    if (editor && editor.text() !== value) editor.setText(value)
  }, [editor, value])

  return <div ref={host} className="code-area" />
}
