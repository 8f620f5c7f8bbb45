import { FlowTable } from '@/components/ui/flow-table'
import { text } from '@/components/ui/text'
import type { DrillPage } from '@/protocol'

type Flows = NonNullable<DrillPage['table']>

/** What written policies must give: a table for each port, sources down, targets across. */
export function DrillTable({ table }: { table: Flows }) {
  const ports = [...new Set(table.map(({ port }) => port))]
  const ends = [...new Set(table.map(({ from }) => from))]
  const isOpen = (from: string, to: string, port: number) =>
    table.find(flow => flow.from === from && flow.to === to && flow.port === port)?.open
  return (
    <div className="drill-tables">
      {ports.map(port => (
        <div key={port} className="table-scroll">
          <FlowTable
            className="drill-table"
            caption={text('drills.port', { port })}
            sources={ends}
            targets={ends}
            cell={(from, to) => {
              const open = isOpen(from, to, port)
              return (
                <td data-open={open}>
                  {open === undefined ? '' : text(open ? 'drills.open' : 'drills.closed')}
                </td>
              )
            }}
          />
        </div>
      ))}
    </div>
  )
}
