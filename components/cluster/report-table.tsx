import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { ClusterReport } from '@/protocol'

/** What was found, what it means for lessons, what to type. */
export function ReportTable({ report: { rows, lessons, shared } }: { report: ClusterReport }) {
  const verdict = shared ? 'shared' : lessons ? 'own' : 'none'
  return (
    <>
      <p>{render({ id: `doctor.verdict.${verdict}`, params: {} })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll-table" aria-label={text('cluster.report')} tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{text('cluster.check')}</th>
              <th scope="col">{text('cluster.level')}</th>
              <th scope="col">{text('cluster.found')}</th>
              <th scope="col">{text('cluster.means')}</th>
              <th scope="col">{text('cluster.type')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ check, level, found, means, type }) => (
              <tr key={`${check} ${render(found)}`}>
                <th scope="row">{render({ id: `doctor.name.${check}`, params: {} })}</th>
                <td>{render({ id: `doctor.level.${level}`, params: {} })}</td>
                <td>{render(found)}</td>
                <td>{render(means)}</td>
                <td>{type && <code>{type}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
