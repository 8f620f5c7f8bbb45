'use client'

import type { ReactNode } from 'react'
import { useState } from 'react'
import { answerDrill } from '@/components/request/drills'
import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { DrillPage, DrillResult, Mastery } from '@/protocol'
import { DrillAnswer } from './drill-answer'
import { DrillCluster } from './drill-cluster'
import { DrillOutcome } from './drill-outcome'
import { DrillSettings } from './drill-settings'
import { DrillTable } from './drill-table'
import { MasteryTable } from './mastery-table'

type DrillViewProps = {
  drill: DrillPage
  /** Null for who has not started. */
  mastery: Mastery | null
  /** The policies, rendered on the server. */
  policies: ReactNode
  start: ReactNode
}

/** One drill: a small cluster, a question, and at once why the answer is right or not. */
export function DrillView({ drill, mastery, policies, start }: DrillViewProps) {
  const [result, setResult] = useState<DrillResult>()
  const [answer, setAnswer] = useState('')
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<string>()

  const submit = async () => {
    if (asking || answer.trim() === '') return
    setAsking(true)
    setError(undefined)
    try {
      setResult(await answerDrill(drill, answer))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    } finally {
      setAsking(false)
    }
  }

  return (
    <div className="drill-layout">
      <section className="drill" aria-labelledby="drill-question">
        <DrillSettings kind={drill.kind} level={drill.level} />
        <h2 id="drill-question">{render(drill.question)}</h2>
        {drill.table && <DrillTable table={drill.table} />}
        {mastery ? (
          <DrillAnswer
            drill={drill}
            answer={answer}
            result={result}
            asking={asking}
            onAnswer={setAnswer}
            onSubmit={() => void submit()}
          />
        ) : (
          start
        )}
        {error && (
          <p role="alert" className="notice bad">
            {error}
          </p>
        )}
        <DrillOutcome drill={drill} result={result} />
      </section>
      <section className="drill-setting" aria-label={text('drills.setting')}>
        <DrillCluster drill={drill} />
        {policies}
      </section>
      {mastery && <MasteryTable mastery={result?.mastery ?? mastery} />}
    </div>
  )
}
