'use client'

import { CircleCheck, CircleHelp, CircleX, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLiveSnapshot } from '@/components/live/live-context'
import { fillPlaceholders } from '@/components/live/placeholders'
import { text } from '@/components/ui/text'
import { useLessonPlace, useWorkbench } from '@/components/workbench/workbench-context'
import { render } from '@/messages'
import type { CheckResult } from '@/sandbox/exercise'
import { flowName } from './flow-name'

const icons = { passed: CircleCheck, failed: CircleX, inconclusive: CircleHelp }

function Verdicts({ result, namespace }: { result: CheckResult; namespace: string }) {
  const { flow, expected, computed, observed } = result
  const rows = [
    expected === undefined ? undefined : [text('verdict.expected'), text(`verdict.${expected}`)],
    computed === undefined ? undefined : [text('verdict.computed'), text(`verdict.${computed}`)],
    observed === undefined ? undefined : [text('verdict.observed'), text(`observed.${observed}`)],
  ].filter(row => row !== undefined)
  if (!flow || rows.length === 0) return null
  return (
    <div className="check-verdicts">
      <code>{flowName(flow, namespace)}</code>
      <dl>
        {rows.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** One check: what was expected, what the policies say, what the wire said, in a sentence and in three words. */
export function CheckResultItem({ result, children }: { result: CheckResult; children?: ReactNode }) {
  const workbench = useWorkbench()
  const namespace = useLessonPlace()?.namespace ?? 'default'
  const live = useLiveSnapshot()
  const Icon = icons[result.outcome]
  const command = result.outcome === 'passed' ? undefined : result.try
  return (
    <li className="check-item" data-outcome={result.outcome}>
      <Icon size={18} aria-label={text(`outcome.${result.outcome}`)} role="img" />
      <div>
        <p>{render(result.message)}</p>
        {result.outcome !== 'passed' &&
          result.details?.map(detail => (
            <p key={`${detail.id}${JSON.stringify(detail.params)}`} className="check-detail">
              {render(detail)}
            </p>
          ))}
        <Verdicts result={result} namespace={namespace} />
        {command && workbench && (
          <button
            type="button"
            className="button small"
            onClick={() => workbench.type(fillPlaceholders(command, live().objects, namespace))}
          >
            <SquareTerminal size={14} aria-hidden />
            {text('try')}
          </button>
        )}
        {children}
      </div>
    </li>
  )
}
