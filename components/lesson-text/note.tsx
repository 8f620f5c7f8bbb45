import type { ReactNode } from 'react'

/** `<Note title="…">` in a lesson: an aside that the reader may skip. */
export function Note({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div role="note" className="lesson-note">
      {title && <p className="lesson-note-title">{title}</p>}
      {children}
    </div>
  )
}
