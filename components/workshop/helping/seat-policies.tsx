'use client'

import { stringify } from 'yaml'
import { useLive } from '@/components/live/live-context'
import { text } from '@/components/ui/text'

/** The policies of a participant as they are in the cluster now. */
export function SeatPolicies() {
  const policies = useLive(state => state.objects.networkPolicies)
  return (
    <section className="class-panel" aria-labelledby="seat-policies">
      <h2 id="seat-policies">{text('workshop.policies')}</h2>
      {policies.length === 0 && <p>{text('workshop.policies.none')}</p>}
      <ul>
        {policies.map(({ metadata, spec }) => (
          <li key={`${metadata?.namespace}/${metadata?.name}`}>
            <details open={policies.length <= 3}>
              <summary>
                <code>
                  {metadata?.namespace}/{metadata?.name}
                </code>
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre tabIndex={0} className="policy-text">
                {stringify(spec)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
