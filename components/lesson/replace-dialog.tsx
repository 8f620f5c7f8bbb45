'use client'

import { Dialog } from '@/components/ui/dialog'
import { text } from '@/components/ui/text'
import type { OpenedLesson } from './use-open-lesson'

/** Opening a lesson replaces the cluster's objects; whoever changed some is asked first. */
export function ReplaceDialog({ opened }: { opened: OpenedLesson }) {
  return (
    <Dialog open={opened.asked !== undefined} title={text('sandbox.replace.title')} onClose={opened.dismiss}>
      <p>{text('sandbox.replace.text')}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={opened.dismiss}>
          {text('sandbox.replace.keep')}
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => opened.open(opened.asked?.task, true)}
        >
          {text('sandbox.replace.start')}
        </button>
      </div>
    </Dialog>
  )
}
