import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { ClassState } from '@/protocol/workshop'
import { mistakeName } from '../dashboard/mistake-name'

/** A mistake that the instructor shows to the class. */
export const Spotlight = ({ spotlight }: Pick<ClassState, 'spotlight'>) => (
  <div role="status">
    {spotlight && (
      <p className="notice spotlight">
        <span>
          <strong>{text('workshop.spotlight', { mistake: mistakeName(spotlight.mistake) })}</strong>{' '}
          {render(spotlight.message)}
        </span>
      </p>
    )}
  </div>
)
