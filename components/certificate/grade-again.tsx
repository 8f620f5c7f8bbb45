'use client'

import { LoaderCircle, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { gradeAgain } from '@/components/request/certificates'
import { text } from '@/components/ui/text'
import type { CertificatePage, RegradedTask } from '@/protocol'
import { PrintButton } from './print-button'

/** Anybody may have the answers behind a certificate graded once more. */
export function GradeAgain({ certificate }: { certificate: CertificatePage }) {
  const [results, setResults] = useState<RegradedTask[]>()
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<string>()
  const run = async () => {
    if (running) return
    setRunning(true)
    setError(undefined)
    try {
      setResults(await gradeAgain(certificate.token))
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem))
    } finally {
      setRunning(false)
    }
  }
  const outcomeOf = (lesson: string, task: string) =>
    results?.find(one => one.lesson === lesson && one.task === task)?.outcome
  return (
    <section className="certificate-check" aria-labelledby="certificate-check">
      <h2 id="certificate-check">{text('certificate.valid')}</h2>
      <p>{text('certificate.valid.words')}</p>
      <div className="certificate-actions">
        <button type="button" className="button" aria-disabled={running} onClick={() => void run()}>
          {running ? (
            <LoaderCircle size={16} className="spinning" aria-hidden />
          ) : (
            <RotateCw size={16} aria-hidden />
          )}
          {text(running ? 'certificate.grading' : 'certificate.again')}
        </button>
        <PrintButton />
      </div>
      {error && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
      <p role="status">
        {results &&
          text('certificate.graded', {
            passed: results.filter(({ outcome }) => outcome === 'passed').length,
            kept: results.filter(({ outcome }) => outcome === 'kept').length,
            all: results.length,
          })}
      </p>
      <ul className="certificate-lessons">
        {certificate.lessons.map(lesson => (
          <li key={lesson.slug}>
            <span className="certificate-lesson">
              {lesson.number} {lesson.title}
            </span>
            <ul>
              {lesson.tasks.map(task => {
                const outcome = outcomeOf(lesson.slug, task.id)
                return (
                  <li key={task.id} data-outcome={outcome}>
                    {task.title}
                    {outcome && <> · {text(`certificate.outcome.${outcome}`)}</>}
                  </li>
                )
              })}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
