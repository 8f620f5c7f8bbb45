'use client'

import { useState } from 'react'
import { resetLesson } from '@/components/request/sandbox'
import { Dialog } from '@/components/ui/dialog'
import { text } from '@/components/ui/text'

type ResetDialogProps = { open: boolean; sandbox: string; onClose: (done: boolean) => void }

export function ResetDialog({ open, sandbox, onClose }: ResetDialogProps) {
  const [error, setError] = useState<string>()
  const [working, setWorking] = useState(false)
  const reset = async () => {
    setWorking(true)
    setError(undefined)
    try {
      await resetLesson(sandbox)
      onClose(true)
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    } finally {
      setWorking(false)
    }
  }
  return (
    <Dialog open={open} title={text('tasks.reset.title')} onClose={() => onClose(false)}>
      <p>{text('tasks.reset.text')}</p>
      {error && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => onClose(false)}>
          {text('cancel')}
        </button>
        <button type="button" className="button primary" disabled={working} onClick={() => void reset()}>
          {text('tasks.reset.confirm')}
        </button>
      </div>
    </Dialog>
  )
}
