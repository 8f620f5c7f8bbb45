import { text } from '@/components/ui/text'
import type { TaskResult } from '@/sandbox/exercise'

const word = (open: boolean) => text(open ? 'reachability.open' : 'reachability.blocked')

/** What the learner changed since the start: one sentence, and each connection before and now. */
export function ChangesTable({ changes }: { changes: TaskResult['changes'] }) {
  const opened = changes.filter(change => change.after).length
  const closed = changes.length - opened
  return (
    <>
      <p>{text('tasks.changed', { opened, closed, count: changes.length })}</p>
      {changes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="table-scroll changes" aria-label={text('tasks.changes')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text('tasks.changes.connection')}</th>
                <th scope="col">{text('tasks.changes.before')}</th>
                <th scope="col">{text('tasks.changes.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ flow, before, after }) => {
                const name = `${flow.from.label} → ${flow.to.label} ${flow.port}/${flow.protocol}`
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td data-allowed={before}>{word(before)}</td>
                    <td data-allowed={after}>{word(after)}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
