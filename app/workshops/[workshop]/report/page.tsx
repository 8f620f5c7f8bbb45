import type { Metadata } from 'next'
import { text } from '@/components/ui/text'
import { PollResult } from '@/components/workshop/polls/poll-result'
import { IssueCertificates } from '@/components/workshop/report/issue-certificates'
import { MistakesReport } from '@/components/workshop/report/mistakes-report'
import { ReportTable } from '@/components/workshop/report/report-table'
import { runtime } from '@/lib/runtime'
import { ClassPage } from '../class-page'
import { givenWorkshop, type WorkshopParams } from '../workshop-of'

export const metadata: Metadata = { title: text('workshop.report') }

export default async function ReportPage({ params }: WorkshopParams) {
  const { workshop } = await givenWorkshop(params)
  const { certifying, workshopLessons } = runtime()
  const [rows, polls, issued] = await Promise.all([
    workshopLessons.report(workshop.id),
    workshopLessons.polls(workshop.id),
    certifying.issued(workshop.id),
  ])
  const finished = rows.filter(row => row.finished).length
  const file = `/api/v1/workshops/${workshop.id}/report`
  return (
    <ClassPage links={[{ href: `/workshops/${workshop.id}`, label: text('workshop.to-class') }]}>
      <h1>{text('workshop.report.of', { title: workshop.title })}</h1>
      <p className="class-size">
        {text('workshop.report.size', {
          joined: rows.length,
          finished,
        })}
      </p>
      <div className="form-actions">
        <a className="button" href={`${file}.csv`} download={`${workshop.title}.csv`}>
          {text('workshop.report.csv')}
        </a>
        <a className="button" href={file} download={`${workshop.title}.json`}>
          {text('workshop.report.json')}
        </a>
        {finished > 0 && <IssueCertificates workshop={workshop.id} />}
      </div>
      <ReportTable rows={rows} certificates={new Map(issued.map(({ seat, token }) => [seat, token]))} />
      <MistakesReport rows={rows} />
      {polls.length > 0 && (
        <section aria-labelledby="report-polls">
          <h2 id="report-polls">{text('workshop.poll.desk')}</h2>
          {polls.map(poll => (
            <div key={poll.number} className="class-panel">
              <p className="poll-question">{poll.question}</p>
              <PollResult poll={poll} told />
            </div>
          ))}
        </section>
      )}
    </ClassPage>
  )
}
