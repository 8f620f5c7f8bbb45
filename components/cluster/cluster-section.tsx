'use client'

import { useState } from 'react'
import { examineCluster } from '@/components/request/cluster'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { ClusterNews } from '@/protocol'
import { ReportTable } from './report-table'

/** What the real cluster can do for lessons, for those who give them: the doctor's table, and a button that asks anew. */
export function ClusterSection({ news }: { news: ClusterNews }) {
  const [report, setReport] = useState(news.report)
  const action = useAction()
  return (
    <section aria-labelledby="cluster">
      <h2 id="cluster">{text('cluster')}</h2>
      {news.walled === false && (
        <p className="notice bad" role="alert">
          {text('cluster.no-wall')}
        </p>
      )}
      <p>{text('cluster.about')}</p>
      <button
        type="button"
        className="button"
        aria-disabled={action.busy}
        onClick={() => void action.run(async () => setReport(await examineCluster()))}
      >
        {text(action.busy ? 'cluster.examining' : 'cluster.examine')}
      </button>
      <ActionError action={action} />
      <div role="status">{report && <ReportTable report={report} />}</div>
    </section>
  )
}
