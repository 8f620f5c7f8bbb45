import { Fragment } from 'react'
import { Note } from '@/components/lesson-text/note'
import { text } from '@/components/ui/text'
import type { LessonPage } from '@/protocol'

/** What the cluster, where it is a real one, changes in this lesson. */
export function ClusterNotes({ notes }: Pick<LessonPage, 'notes'>) {
  if (notes.length === 0) return null
  return (
    <Note title={text('lesson.cluster')}>
      {notes.map(({ id, namespaces = [] }) => (
        <p key={id}>
          {text(`lesson.cluster.${id}`)}
          {namespaces.map(name => (
            <Fragment key={name}>
              {' '}
              <code>{name}</code>
            </Fragment>
          ))}
        </p>
      ))}
    </Note>
  )
}
