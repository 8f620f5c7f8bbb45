'use client'

import { text } from '@/components/ui/text'
import type { OpenFile } from './open-file'

type EditorNoticesProps = {
  file: OpenFile | undefined
  error: string | undefined
  onTheirs: () => void
  onMine: () => void
}

/** What the learner must know about the open file: a program waits for it, another wrote it, it could not be kept. */
export function EditorNotices({ file, error, onTheirs, onMine }: EditorNoticesProps) {
  return (
    <div role="status">
      {file?.waiting && <p className="notice">{text('editor.waiting')}</p>}
      {file?.conflict && (
        <div className="notice warn">
          <p>{text(file.conflict.text === null ? 'editor.conflict.removed' : 'editor.conflict.changed')}</p>
          <button type="button" className="button small" onClick={onTheirs}>
            {text(file.conflict.text === null ? 'editor.conflict.close' : 'editor.conflict.theirs')}
          </button>
          <button type="button" className="button small" onClick={onMine}>
            {text('editor.conflict.mine')}
          </button>
        </div>
      )}
      {error && <p className="notice bad">{text('editor.error', { error })}</p>}
    </div>
  )
}
