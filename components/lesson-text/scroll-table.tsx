import type { ComponentProps } from 'react'
import { text } from '@/components/ui/text'

/** A table of a lesson; wider than its pane, it scrolls by itself, by keyboard too. */
export function ScrollTable(props: ComponentProps<'table'>) {
  return (
    // A lesson has several, all called so: no landmarks.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className="table-scroll" aria-label={text('lesson.table')} tabIndex={0}>
      <table {...props} />
    </div>
  )
}
