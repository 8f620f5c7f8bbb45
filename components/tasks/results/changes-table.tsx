import { text } from '@/components/ui/text'
import type { TaskResult } from '@/sandbox/exercise'
import { flowName } from './flow-name'

type Changes = TaskResult['changes']

const word = (open: boolean) => text(open ? 'reachability.open' : 'reachability.blocked')

/** What the learner changed since the start, in one sentence. */
export function changesSentence(changes: Changes): string {
  const opened = changes.filter(change => change.after).length
  return text('tasks.changed', { opened, closed: changes.length - opened, count: changes.length })
}

/** Each connection before and now. */
export function ChangesTable({ changes, namespace }: { changes: Changes; namespace: string }) {
  return (
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
            const name = flowName(flow, namespace)
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
  )
}
