import { PlainTable } from '@/components/ui/plain-table'
import { text } from '@/components/ui/text'
import type { AuditEntry } from '@/protocol'

const columns = [
  'people.audit.at',
  'people.audit.actor',
  'people.audit.action',
  'people.audit.details',
] as const

/** What was done to others, the last first. */
export function AuditTable({ acts }: { acts: readonly AuditEntry[] }) {
  if (acts.length === 0) return <p>{text('people.audit.none')}</p>
  return (
    <PlainTable label={text('people.audit')} columns={columns.map(name => text(name))}>
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
    </PlainTable>
  )
}
