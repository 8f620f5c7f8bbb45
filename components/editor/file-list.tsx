'use client'

import { FilePlus2, FileText, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { home } from '@/components/request/sandbox'
import { Dialog } from '@/components/ui/dialog'
import { text } from '@/components/ui/text'

type FileListProps = {
  files: readonly string[] | undefined
  open: string | undefined
  onOpen: (path: string) => void
  onRemove: (name: string) => void
}

/** The files of the learner's home folder. */
export function FileList({ files, open, onOpen, onRemove }: FileListProps) {
  const [name, setName] = useState('')
  const [removing, setRemoving] = useState<string>()

  const create = (event: FormEvent) => {
    event.preventDefault()
    const trimmed = name.trim().replace(/^\/+/, '')
    if (!trimmed) return
    onOpen(`${home}/${trimmed}`)
    setName('')
  }

  return (
    <nav className="file-list" aria-label={text('editor.files')}>
      {files?.length === 0 && <p className="file-list-empty">{text('editor.no-files')}</p>}
      <ul>
        {files?.map(file => (
          <li key={file}>
            <button
              type="button"
              className="file-name"
              aria-current={open === `${home}/${file}` ? 'true' : undefined}
              onClick={() => onOpen(`${home}/${file}`)}
            >
              <FileText size={14} aria-hidden />
              <span>{file}</span>
            </button>
            <button
              type="button"
              className="button quiet small file-remove"
              aria-label={text('editor.remove', { file })}
              onClick={() => setRemoving(file)}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={create} className="file-new">
        <input
          className="field"
          aria-label={text('editor.new')}
          placeholder={text('editor.new.placeholder')}
          value={name}
          onChange={event => setName(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
        />
        <button type="submit" className="button quiet small" aria-label={text('editor.new.create')}>
          <FilePlus2 size={15} aria-hidden />
        </button>
      </form>
      <Dialog
        open={removing !== undefined}
        title={text('editor.remove.title', { file: removing ?? '' })}
        onClose={() => setRemoving(undefined)}
      >
        <p>{text('editor.remove.text')}</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={() => setRemoving(undefined)}>
            {text('cancel')}
          </button>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              if (removing) onRemove(removing)
              setRemoving(undefined)
            }}
          >
            {text('editor.remove.confirm')}
          </button>
        </div>
      </Dialog>
    </nav>
  )
}
