import { text } from '@/components/ui/text'
import type { AuditEntry } from '@/protocol'

/** What was done to others, the last first. */
export function AuditTable({ acts }: { acts: readonly AuditEntry[] }) {
  if (acts.length === 0) return <p>{text('people.audit.none')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-table" aria-label={text('people.audit')} tabIndex={0}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text('people.audit.at')}</th>
            <th scope="col">{text('people.audit.actor')}</th>
            <th scope="col">{text('people.audit.action')}</th>
            <th scope="col">{text('people.audit.details')}</th>
          </tr>
        </thead>
        <tbody>
          {acts.map(({ id, at, actor, action, details }) => (
            <tr key={id}>
              <td>{at.slice(0, 16).replace('T', ' ')}</td>
              <td>{actor ?? text('people.audit.gone')}</td>
              <td>{action}</td>
              <td>
                {Object.entries(details)
                  .map(([name, value]) => `${name}: ${String(value)}`)
                  .join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
